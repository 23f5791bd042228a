using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Copies a NIfTI-1 file without what stands in its text fields: times, comments and whatever a converter put there.</summary>
static class NamelessNifti
{
    const int HeaderSize = 348;

    // (offset, length) of data_type, db_name, descrip, aux_file and intent_name (nifti1.h).
    static readonly (int Offset, int Length)[] Texts = [(4, 10), (14, 18), (148, 80), (228, 24), (328, 16)];

    /// <param name="from">A gzip-compressed single file without header extensions.</param>
    public static void Copy(string from, string to) => AtomicFile.Write(to, stream =>
    {
        using var source = new GZipStream(File.OpenRead(from), CompressionMode.Decompress);
        byte[] header = new byte[HeaderSize + 4];
        source.ReadExactly(header);
        bool isSingle = BinaryPrimitives.ReadInt32LittleEndian(header) == HeaderSize && Encoding.ASCII.GetString(header, 344, 3) == "n+1";
        if (!isSingle || header[HeaderSize] != 0) throw new InvalidDataException($"{from} is no plain little-endian NIfTI-1 file");
        foreach (var (offset, length) in Texts) header.AsSpan(offset, length).Clear();
        using var target = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        target.Write(header);
        source.CopyTo(target);
    });
}
