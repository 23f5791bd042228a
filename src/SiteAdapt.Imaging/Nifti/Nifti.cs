using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>
/// NIfTI-1 and NIfTI-2 files: <c>.nii</c>, <c>.nii.gz</c>, and pairs <c>.hdr</c>/<c>.img</c> (either with <c>.gz</c>). Gzip is
/// recognised by content. A file of two axes is one slice; axes beyond the third must have length 1.
/// </summary>
public static class Nifti
{
    /// <summary>Reads voxels and header. Voxels are float32: stored value times scl_slope plus scl_inter.</summary>
    /// <param name="path">The file; of a pair, either one.</param>
    /// <param name="options">What to do in doubtful cases; null for the defaults.</param>
    /// <exception cref="InputException">The file is missing, damaged, no NIfTI, or of a kind that is not read.</exception>
    public static NiftiImage Read(string path, NiftiOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using NiftiSource source = NiftiSource.Open(NiftiPair.HeaderPath(path));
        NiftiHeader header = ReadHeader(source, options);
        if (!NiftiHeaderCheck.IsPair(header.Fields)) return ReadVoxels(path, source, header);
        using NiftiSource voxels = NiftiSource.Open(NiftiPair.ImagePath(source.Path));
        return ReadVoxels(path, voxels, header);
    }

    /// <summary>Reads and checks the header alone; voxels may be missing.</summary>
    /// <inheritdoc cref="Read"/>
    public static NiftiHeader ReadHeader(string path, NiftiOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using NiftiSource source = NiftiSource.Open(NiftiPair.HeaderPath(path));
        return ReadHeader(source, options);
    }

    /// <summary>Reads an image of labels: every voxel is a whole number that float32 holds exactly.</summary>
    /// <exception cref="InputException">As <see cref="Read"/>, and where a voxel is no whole number.</exception>
    public static NiftiImage ReadLabels(string path, NiftiOptions? options = null)
    {
        NiftiImage image = Read(path, options);
        float[] voxels = image.Volume.Voxels;
        for (int v = 0; v < voxels.Length; v++)
            if (!(Math.Abs(voxels[v]) < 1 << 24) || voxels[v] != MathF.Round(voxels[v]))
                throw NotALabel(image, v);
        return image;
    }

    /// <summary>Writes a volume as float32 NIfTI-1, gzipped where the name ends in .nii.gz.</summary>
    /// <param name="path">Name ending in .nii or .nii.gz. The file is there in full or not at all.</param>
    /// <param name="volume">Voxels, and the grid that the file states.</param>
    /// <param name="like">
    /// Header of the image that this belongs to: its units and its sform and qform codes are kept, and where the grid is its own,
    /// the very numbers of its sform and qform too.
    /// </param>
    public static void Write(string path, Volume volume, NiftiHeader? like = null)
    {
        ArgumentNullException.ThrowIfNull(volume);
        NiftiWriter.Write(path, volume.Grid, NiftiDataType.Float32, volume.Voxels, like);
    }

    /// <summary>Writes a mask as uint8; otherwise as <see cref="Write"/>.</summary>
    public static void WriteMask(string path, Mask mask, NiftiHeader? like = null)
    {
        ArgumentNullException.ThrowIfNull(mask);
        NiftiWriter.Write(path, mask.Grid, NiftiDataType.UInt8, mask.Voxels, like);
    }

    static NiftiHeader ReadHeader(NiftiSource source, NiftiOptions? options)
    {
        Span<byte> header = stackalloc byte[NiftiFields.Size2];
        if (source.Read(header[..4]) < 4)
            throw NiftiFault.File(source.Path, $"is only {source.Position} bytes long, shorter than any header", NiftiFault.CopyAgain);
        if (NiftiFields.Recognise(header) is not { } kind)
            throw NiftiFault.Field(source.Path, "sizeof_hdr", BitConverter.ToInt32(header), "348 (NIfTI-1) or 540 (NIfTI-2)",
                "The file is no NIfTI image: convert DICOM and other formats first, with dcm2niix for example.");
        int size = kind.Version == 1 ? NiftiFields.Size1 : NiftiFields.Size2;
        if (source.Read(header[4..size]) < size - 4)
            throw NiftiFault.File(source.Path, $"the header ends after {source.Position} of {size} bytes", NiftiFault.CopyAgain);
        NiftiFields fields = NiftiFields.Parse(header, kind.Version, kind.BigEndian);
        return NiftiHeaderCheck.Check(source.Path, fields, options ?? NiftiOptions.Default);
    }

    static NiftiImage ReadVoxels(string path, NiftiSource source, NiftiHeader header)
    {
        NiftiVoxels voxels = NiftiVoxels.Read(source, header);
        var warnings = new List<string>(header.Warnings);
        if (!source.VerifyTail())
            warnings.Add($"{path}: much more data follows the voxels than belongs there; the gzip checksum was not compared.");
        if (voxels.NonFiniteCount > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {voxels.NonFiniteCount} voxels are not finite."));
        if (voxels.RoundedCount > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{path}: {voxels.RoundedCount} whole numbers beyond 16777216 were rounded to the nearest float32."));
        return new(path, header, new Volume(header.Grid, voxels.Values), voxels.NonFiniteCount, warnings);
    }

    static InputException NotALabel(NiftiImage image, int voxel)
    {
        Size3 size = image.Volume.Grid.Size;
        return NiftiFault.Field(image.Path, $"voxel ({voxel % size.X}, {voxel / size.X % size.Y}, {voxel / size.X / size.Y})",
            image.Volume.Voxels[voxel], "a label, that is a whole number below 16777216",
            "If this is a probability map, cut it at a threshold first; if it is an intensity image, give the label image instead.");
    }
}
