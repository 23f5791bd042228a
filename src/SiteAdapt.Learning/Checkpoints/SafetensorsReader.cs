using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>An open safetensors file with a checked header, from which single tensors are read.</summary>
public sealed class SafetensorsReader : IDisposable
{
    readonly FileStream stream;
    readonly string path;

    SafetensorsReader(FileStream stream, string path)
    {
        (this.stream, this.path) = (stream, path);
        Header = SafetensorsHeaderReader.Read(stream, path);
    }

    public SafetensorsHeader Header { get; }

    /// <exception cref="InputException">The file is missing or breaks a rule of the format.</exception>
    public static SafetensorsReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return new SafetensorsReader(stream, path);
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
                throw new InputException($"{path} cannot be read: {exception.Message}. Expected a safetensors file.", exception);
            throw;
        }
    }

    /// <summary>Reads a tensor's bytes into <paramref name="target"/>, which is as long as they are.</summary>
    public void Read(SafetensorsEntry entry, Span<byte> target)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (target.Length != entry.ByteCount)
            throw new ArgumentException($"{entry.Name} has {entry.ByteCount} bytes, the target {target.Length}", nameof(target));
        stream.Position = Header.DataStart + entry.Begin;
        try
        {
            stream.ReadExactly(target);
        }
        catch (IOException exception)
        {
            throw new InputException($"{path}: tensor '{entry.Name}' cannot be read: {exception.Message}", exception);
        }
    }

    public void Dispose() => stream.Dispose();
}
