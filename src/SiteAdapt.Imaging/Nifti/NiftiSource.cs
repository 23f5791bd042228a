namespace SiteAdapt.Imaging;

/// <summary>
/// A file, inflated on the fly where its first two bytes are those of gzip. Knows how many bytes it can hold at most, so that no
/// header can make the reader allocate more.
/// </summary>
sealed class NiftiSource : IDisposable
{
    // Deflate cannot shrink further than to a 1032nd (zlib's technical notes).
    const long DeflateLimit = 1032;

    // What may follow the voxels and is still read, so that gzip's checksum is reached.
    const long LongestTail = 64 << 20;

    readonly Stream stream;

    NiftiSource(string path, Stream stream, bool compressed, long capacity) =>
        (Path, this.stream, Compressed, Capacity) = (path, stream, compressed, capacity);

    public string Path { get; }

    public bool Compressed { get; }

    /// <summary>Upper bound of the content in bytes: exact for a plain file.</summary>
    public long Capacity { get; }

    public long Position { get; private set; }

    public static NiftiSource Open(string path)
    {
        if (Directory.Exists(path)) throw NiftiFault.File(path, "is a folder", "Give a NIfTI file: .nii, .nii.gz, or .hdr with .img.");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            try
            {
                return Open(path, file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NiftiFault.File(path, "there is no such file", "Check the path.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw NiftiFault.File(path, $"cannot be opened ({fault.Message})", "Check that it is a plain file that you may read.", fault);
        }
    }

    static NiftiSource Open(string path, FileStream file)
    {
        if (!file.CanSeek) throw NiftiFault.File(path, "is not a plain file", "Save the image to a file first.");
        Span<byte> magic = stackalloc byte[2];
        int count = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        if (count == 2 && magic is [0x1f, 0x8b])
            return new(path, new SealedGzipStream(file), true,
                file.Length < long.MaxValue / DeflateLimit ? file.Length * DeflateLimit : long.MaxValue);
        return new(path, file, false, file.Length);
    }

    /// <summary>Fills as much of the buffer as there is; less only at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        try
        {
            int count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            Position += count;
            return count;
        }
        catch (InvalidDataException fault)
        {
            throw NiftiFault.File(Path, $"the gzip data is damaged or cut off ({fault.Message})", NiftiFault.CopyAgain, fault);
        }
        catch (IOException fault)
        {
            throw NiftiFault.File(Path, $"cannot be read ({fault.Message})", NiftiFault.CopyAgain, fault);
        }
    }

    /// <summary>Reads on to an absolute position; false where the content ends before.</summary>
    public bool SkipTo(long position)
    {
        if (!Compressed)
        {
            Position = stream.Position = position;
            return position <= Capacity;
        }
        var buffer = new byte[1 << 16];
        while (Position < position)
            if (Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, position - Position))) == 0) return false;
        return true;
    }

    /// <summary>Reads what follows the voxels, so that the checksum of a gzip file is compared.</summary>
    /// <returns>False where so much follows that it was left unread.</returns>
    public bool VerifyTail()
    {
        if (!Compressed) return true;
        long end = Position + LongestTail;
        return !SkipTo(end);
    }

    public void Dispose() => stream.Dispose();
}
