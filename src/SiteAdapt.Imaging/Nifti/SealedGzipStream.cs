using System.IO.Compression;

namespace SiteAdapt.Imaging;

/// <summary>
/// Inflates a gzip file and fails where it was cut off. GZipStream takes the end of its input for the end of the data: a file cut
/// inside its last block or its checksum passes. So a member of our own, the seal, is put behind the file; it comes out
/// behind the content only where all before it was whole, and is held back from the reader.
/// </summary>
sealed class SealedGzipStream(Stream file) : ForwardStream(new GZipStream(new WithSeal(file), CompressionMode.Decompress))
{
    // Repeats, so that it never stands in the compressed seal as it is.
    static readonly byte[] Seal = [.. "siteadapt:siteadapt:siteadapt:siteadapt:"u8];

    static readonly byte[] CompressedSeal = Compress(Seal);

    readonly byte[] buffer = new byte[1 << 16];
    int start, end;
    bool ended;

    /// <exception cref="InvalidDataException">The data is damaged, cut off, or followed by something that is not gzip.</exception>
    public override int Read(Span<byte> target)
    {
        if (target.IsEmpty) return 0;
        while (!ended && end - start <= Seal.Length) Refill();
        int count = Math.Min(end - start - Seal.Length, target.Length);
        if (count <= 0) return 0;
        buffer.AsSpan(start, count).CopyTo(target);
        start += count;
        return count;
    }

    void Refill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        int count = Inner.Read(buffer.AsSpan(end));
        end += count;
        ended = count == 0;
        if (ended && !buffer.AsSpan(0, end).EndsWith(Seal))
            throw new InvalidDataException("it ends before its checksum, or something that is not gzip follows it");
    }

    static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize)) gzip.Write(content);
        return target.ToArray();
    }

    /// <summary>The file's bytes and then those of the seal.</summary>
    sealed class WithSeal(Stream file) : ForwardStream(file)
    {
        int given;

        public override int Read(Span<byte> target)
        {
            int count = Inner.Read(target);
            if (count > 0) return count;
            count = Math.Min(target.Length, CompressedSeal.Length - given);
            CompressedSeal.AsSpan(given, count).CopyTo(target);
            given += count;
            return count;
        }
    }
}
