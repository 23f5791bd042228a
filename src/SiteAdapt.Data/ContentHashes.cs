using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// SHA-256 of image files, remembered in a folder of small files so that gigabytes are not read again. A remembered hash holds
/// for a path with the same length, time of change and samples of its content (first, middle and last 4 KiB; a gzip file ends
/// with the checksum of all of it), and only if the file was at rest for some seconds when it was hashed: a write within
/// the same tick of the file system's clock could not be told otherwise.
/// </summary>
public sealed class ContentHashes
{
    const int Sample = 4096;
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    readonly string folder;
    readonly TimeProvider clock;

    public ContentHashes(string folder, TimeProvider? clock = null) => (this.folder, this.clock) = (Path.GetFullPath(folder), clock ?? TimeProvider.System);

    /// <summary>64 hexadecimal digits; of an image of two files (<c>.hdr</c> and <c>.img</c>) over both.</summary>
    /// <exception cref="InputException">The file is missing or cannot be read.</exception>
    public string Of(string image)
    {
        string[] files = FilesOf(Path.GetFullPath(image));
        if (files.Length == 1) return OfFile(files[0]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(",", files.Select(OfFile)))));
    }

    /// <summary>An image of two files (<c>.hdr</c> with <c>.img</c>) is both of them.</summary>
    static string[] FilesOf(string path)
    {
        string bare = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        string extension = Path.GetExtension(bare).ToUpperInvariant();
        if (extension is not (".HDR" or ".IMG")) return [path];
        string stem = bare[..^4];
        string[] pair = [.. new[] { ".hdr", ".img", ".HDR", ".IMG" }.SelectMany(e => new[] { stem + e, stem + e + ".gz" }).Where(File.Exists)];
        return pair.Length == 0 ? [path] : pair;
    }

    string OfFile(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            DateTime changed = File.GetLastWriteTimeUtc(path);
            string stamp = Stamp(path, stream, changed);
            string note = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32] + ".sha256");
            if (Remembered(note, stamp) is { } known) return known;
            stream.Position = 0;
            string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (clock.GetUtcNow().UtcDateTime - changed > Rest) Remember(note, $"{stamp}\n{hash}\n");
            return hash;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {e.Message}", e);
        }
    }

    static void Remember(string note, string text)
    {
        try
        {
            AtomicFile.WriteText(note, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that may only be read still serves its entries; the file is hashed again next time
        }
    }

    static string? Remembered(string note, string stamp)
    {
        if (!File.Exists(note)) return null;
        string[] lines = File.ReadAllText(note).Split('\n');
        bool valid = lines.Length == 3 && lines[0] == stamp && lines[1].Length == 64 && lines[1].All(char.IsAsciiHexDigitLower);
        return valid ? lines[1] : null;
    }

    static string Stamp(string path, FileStream stream, DateTime changed)
    {
        using var samples = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[Sample];
        long[] starts = [0, Math.Max(0, stream.Length / 2 - Sample / 2), Math.Max(0, stream.Length - Sample)];
        foreach (long start in starts)
        {
            stream.Position = start;
            samples.AppendData(buffer, 0, stream.ReadAtLeast(buffer, Sample, throwOnEndOfStream: false));
        }
        Span<byte> name = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(name, stream.Length);
        samples.AppendData(name);
        samples.AppendData(Encoding.UTF8.GetBytes(path));
        return string.Create(CultureInfo.InvariantCulture, $"{changed.Ticks} {Convert.ToHexStringLower(samples.GetHashAndReset())}");
    }
}
