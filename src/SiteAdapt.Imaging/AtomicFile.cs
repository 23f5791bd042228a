namespace SiteAdapt.Imaging;

/// <summary>Files that are either there in full or not at all: written beside, flushed to disk, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Suffix of a file that is still being written; what a crash leaves behind ends with it.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; on any failure the old file stays as it was.</summary>
    /// <param name="flushToDisk">
    /// Whether the content is on the disk before the name is; without it a power failure may leave a wrong file, which only
    /// suits caches that check what they read.
    /// </param>
    public static void Write(string path, Action<Stream> write, bool flushToDisk = true)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string partial = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}{PartialSuffix}";
        try
        {
            using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk);
            }
            File.Move(partial, full, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
