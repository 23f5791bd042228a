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
    /// <exception cref="IOException">The disk is full, or the file cannot be written for another reason.</exception>
    public static void Write(string path, Action<Stream> write, bool flushToDisk = true)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string partial = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}{PartialSuffix}";
        try
        {
            FileLayer.CreateFolder(Path.GetDirectoryName(full)!);
            using (var file = FileLayer.Create(partial))
            {
                write(file.Stream);
                file.Flush(flushToDisk);
            }
            FileLayer.Move(partial, full);
        }
        catch (IOException fault)
        {
            Leftovers.TryDelete(partial);
            throw DiskFault.Of(full, fault);
        }
        catch
        {
            Leftovers.TryDelete(partial);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
