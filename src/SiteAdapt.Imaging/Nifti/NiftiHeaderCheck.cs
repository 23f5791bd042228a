using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>From the raw numbers of a header to facts that hold: every field that is used is checked, in the order of the file.</summary>
static class NiftiHeaderCheck
{
    // A finer or coarser grid than this is a wrong unit or a damaged number, and resampling it would ask for absurd sizes.
    const double SmallestSpacingMm = 1e-5, LargestSpacingMm = 1e4;

    // Affine and pixdim are often written by different tools; they are told apart from one per cent on.
    const double SpacingTolerance = 0.01;

    public static NiftiHeader Check(string path, NiftiFields fields, NiftiOptions options)
    {
        var warnings = new List<string>();
        CheckMagic(path, fields);
        Size3 size = CheckSize(path, fields);
        NiftiDataType type = CheckDataType(path, fields);
        double mm = MillimetresPerUnit(path, fields, warnings);
        Spacing spacing = CheckSpacing(path, fields, mm, warnings);
        AffineChoice choice = AffineChoice.Choose(path, fields, size, spacing, mm, options, warnings);
        var grid = new Grid(size, choice.Affine);
        CheckAffineSpacing(path, grid, choice.Source, spacing, warnings);
        return new NiftiHeader(fields)
        {
            Version = fields.Version,
            BigEndian = fields.BigEndian,
            DataType = type,
            Dimensions = fields.Dim[1..(int)(fields.Dim[0] + 1)],
            Grid = grid,
            AffineSource = choice.Source,
            SformCode = Math.Max(0, fields.SformCode),
            QformCode = Math.Max(0, fields.QformCode),
            Sform = choice.Sform,
            Qform = choice.Qform,
            XyztUnits = fields.XyztUnits,
            Description = fields.Description,
            IntentCode = fields.IntentCode,
            IntentName = fields.IntentName,
            IntentParameters = fields.IntentParameters,
            SclSlope = fields.SclSlope,
            SclInter = CheckIntercept(path, fields),
            VoxelOffset = CheckOffset(path, fields),
            Warnings = warnings,
        };
    }

    /// <summary>The voxels are in a file of their own (.img).</summary>
    public static bool IsPair(NiftiFields fields) => fields.Magic is [(byte)'n', (byte)'i', ..];

    static void CheckMagic(string path, NiftiFields fields)
    {
        byte version = (byte)('0' + fields.Version);
        bool named = fields.Magic.AsSpan(0, 4).SequenceEqual((ReadOnlySpan<byte>)[(byte)'n', (byte)'+', version, 0])
            || fields.Magic.AsSpan(0, 4).SequenceEqual((ReadOnlySpan<byte>)[(byte)'n', (byte)'i', version, 0]);
        // NIfTI-2 ends the magic with bytes that a transfer as text would have changed.
        bool intact = fields.Version == 1 || fields.Magic.AsSpan(4).SequenceEqual("\r\n\u001a\n"u8);
        if (named && intact) return;
        string shown = string.Join(' ', fields.Magic.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
        if (fields.Version == 1 && fields.Magic.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            throw NiftiFault.Field(path, "magic", "empty (an ANALYZE 7.5 header)", "\"n+1\" or \"ni1\"",
                "ANALYZE files do not say where left is: convert to NIfTI with the tool that made the file.");
        throw NiftiFault.Field(path, "magic", shown, $"\"n+{fields.Version}\" or \"ni{fields.Version}\"", NiftiFault.CopyAgain);
    }

    static Size3 CheckSize(string path, NiftiFields fields)
    {
        long[] dim = fields.Dim;
        if (dim[0] is < 2 or > 7)
            throw NiftiFault.Field(path, "dim[0] (number of axes)", dim[0],
                "2 to 7 (an image of one slice or a volume)", NiftiFault.Rewrite);
        for (int axis = 1; axis <= dim[0]; axis++)
            if (dim[axis] < 1 || dim[axis] > int.MaxValue)
                throw NiftiFault.Field(path, $"dim[{axis}]", dim[axis], $"1 to {int.MaxValue}", NiftiFault.Rewrite);
        for (int axis = 4; axis <= dim[0]; axis++)
            if (dim[axis] != 1)
                throw NiftiFault.Field(path, $"dim[{axis}]", dim[axis], "1 (one volume in a file)",
                    "Cut the series into volumes and give the one that is meant.");
        long z = dim[0] >= 3 ? dim[3] : 1; // two axes: one slice
        if ((Int128)dim[1] * dim[2] * z > Array.MaxLength)
            throw NiftiFault.Field(path, "dim[1..3]", $"{dim[1]}x{dim[2]}x{z}", $"at most {Array.MaxLength} voxels",
                "If the scan is not that large, the header is damaged. " + NiftiFault.CopyAgain);
        return new((int)dim[1], (int)dim[2], (int)z);
    }

    static NiftiDataType CheckDataType(string path, NiftiFields fields)
    {
        var type = (NiftiDataType)fields.DataType;
        if (type.Bytes() == 0)
        {
            string name = Enum.IsDefined(type) ? $"{fields.DataType} ({type.ToString().ToLowerInvariant()})" : $"{fields.DataType}";
            throw NiftiFault.Field(path, "datatype", name, NiftiDataTypes.Readable,
                "Convert the image to one of these, for example float32.");
        }
        if (fields.BitPix != 8 * type.Bytes())
            throw NiftiFault.Field(path, "bitpix", fields.BitPix,
                $"{8 * type.Bytes()} for datatype {fields.DataType} ({type.ToString().ToLowerInvariant()})", NiftiFault.Rewrite);
        return type;
    }

    static double MillimetresPerUnit(string path, NiftiFields fields, List<string> warnings)
    {
        switch (fields.XyztUnits & 7)
        {
            case (int)SpatialUnit.Metre:
                warnings.Add($"{path}: xyzt_units says metres; all lengths were converted to millimetres.");
                return 1000;
            case (int)SpatialUnit.Micrometre:
                warnings.Add($"{path}: xyzt_units says micrometres; all lengths were converted to millimetres.");
                return 0.001;
            case > (int)SpatialUnit.Micrometre:
                warnings.Add($"{path}: xyzt_units has the unknown spatial unit {fields.XyztUnits & 7}; millimetres are assumed.");
                return 1;
            default:
                return 1;
        }
    }

    static Spacing CheckSpacing(string path, NiftiFields fields, double mm, List<string> warnings)
    {
        Span<double> spacing = stackalloc double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            double value = fields.PixDim[axis + 1];
            spacing[axis] = value * mm;
            if (spacing[axis] is >= SmallestSpacingMm and <= LargestSpacingMm) continue;
            if (axis >= fields.Dim[0])
            {
                spacing[axis] = 1;
                warnings.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{path}: a single slice whose thickness pixdim[3] is {value}; 1 mm is assumed."));
                continue;
            }
            throw NiftiFault.Field(path, $"pixdim[{axis + 1}] (spacing)", value,
                string.Create(CultureInfo.InvariantCulture, $"a positive number ({SmallestSpacingMm} to {LargestSpacingMm} mm)"),
                NiftiFault.Rewrite);
        }
        return new(spacing[0], spacing[1], spacing[2]);
    }

    static void CheckAffineSpacing(string path, Grid grid, AffineSource source, Spacing pixdim, List<string> warnings)
    {
        bool differs = false;
        for (int axis = 0; axis < 3; axis++)
        {
            double length = grid.Spacing[axis];
            if (!(length is >= SmallestSpacingMm and <= LargestSpacingMm))
                throw NiftiFault.Field(path, $"the spacing of {source.ToString().ToLowerInvariant()} along axis {axis + 1}", length,
                    string.Create(CultureInfo.InvariantCulture, $"{SmallestSpacingMm} to {LargestSpacingMm} mm"), NiftiFault.Rewrite);
            differs |= Math.Abs(length - pixdim[axis]) > SpacingTolerance * pixdim[axis];
        }
        if (differs)
            warnings.Add($"{path}: pixdim says {pixdim} mm, the affine in use {grid.Spacing} mm; the affine is believed.");
    }

    static double CheckIntercept(string path, NiftiFields fields)
    {
        bool applies = fields.SclSlope != 0 && double.IsFinite(fields.SclSlope);
        if (applies && !double.IsFinite(fields.SclInter))
            throw NiftiFault.Field(path, "scl_inter", fields.SclInter, "a finite number where scl_slope is set", NiftiFault.Rewrite);
        return fields.SclInter;
    }

    static long CheckOffset(string path, NiftiFields fields)
    {
        // Four bytes after the header say whether extensions follow.
        long least = IsPair(fields) ? 0 : (fields.Version == 1 ? NiftiFields.Size1 : NiftiFields.Size2) + 4;
        double offset = fields.VoxOffset;
        if (offset >= least && offset <= long.MaxValue / 4 && offset == Math.Floor(offset)) return (long)offset;
        throw NiftiFault.Field(path, "vox_offset", offset, $"a whole number of bytes, at least {least}", NiftiFault.Rewrite);
    }
}
