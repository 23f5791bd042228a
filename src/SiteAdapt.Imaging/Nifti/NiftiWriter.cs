using System.IO.Compression;
using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>Writes NIfTI-1 single files. The same input gives the same bytes.</summary>
static class NiftiWriter
{
    const int VoxelOffset = NiftiFields.Size1 + 4;

    public static void Write<T>(string path, Grid grid, NiftiDataType type, T[] voxels, NiftiHeader? like) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(path);
        bool compressed = path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        if (!compressed && !path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase))
            throw NiftiFault.File(path, "is not a name for a NIfTI file", "Let it end in .nii.gz or .nii.");
        byte[] header = Header(path, grid, type, like);
        try
        {
            AtomicFile.Write(path, stream =>
            {
                if (compressed)
                {
                    using var gzip = new GZipStream(stream, Level(type), leaveOpen: true);
                    WriteContent(gzip, header, voxels);
                }
                else WriteContent(stream, header, voxels);
            });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NiftiFault.File(path, $"cannot be written ({fault.Message})",
                "Check the folder, your rights in it, and the free space.", fault);
        }
    }

    // Noise hardly shrinks: on a head of 256^3 floats the better level takes twice as long for 13 % less.
    static CompressionLevel Level(NiftiDataType type) => type.IsFloating() ? CompressionLevel.Fastest : CompressionLevel.Optimal;

    static void WriteContent<T>(Stream stream, byte[] header, T[] voxels) where T : unmanaged
    {
        const int Step = 1 << 18;
        stream.Write(header);
        var swapped = BitConverter.IsLittleEndian ? [] : new T[Step];
        for (int done = 0; done < voxels.Length; done += Step)
        {
            var part = voxels.AsSpan(done, Math.Min(Step, voxels.Length - done));
            if (!BitConverter.IsLittleEndian)
            {
                part.CopyTo(swapped);
                part = swapped.AsSpan(0, part.Length);
                SwapBytes(MemoryMarshal.AsBytes(part), Marshal.SizeOf<T>());
            }
            stream.Write(MemoryMarshal.AsBytes(part));
        }
    }

    static void SwapBytes(Span<byte> bytes, int width)
    {
        for (int at = 0; at < bytes.Length; at += width) bytes.Slice(at, width).Reverse();
    }

    static byte[] Header(string path, Grid grid, NiftiDataType type, NiftiHeader? like)
    {
        for (int axis = 0; axis < 3; axis++)
            if (grid.Size[axis] > short.MaxValue)
                throw NiftiFault.Field(path, $"size along axis {axis + 1}", grid.Size[axis],
                    $"at most {short.MaxValue} (the limit of NIfTI-1)", "Crop or resample the image before.");
        var bytes = new byte[VoxelOffset];
        NiftiHeaderWriter.Fill(bytes, grid.Size, type, WrittenAffine.For(grid, like), like);
        return bytes;
    }
}
