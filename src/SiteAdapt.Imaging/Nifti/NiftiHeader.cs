namespace SiteAdapt.Imaging;

/// <summary>Where a file's affine came from.</summary>
public enum AffineSource
{
    Sform,
    Qform,

    /// <summary>Neither code is set: spacing alone, the array axes taken as right, anterior, superior.</summary>
    Spacing,
}

/// <summary>The unit of length in a file. Everything read is converted to millimetres.</summary>
public enum SpatialUnit
{
    /// <summary>Not stated; taken as millimetres.</summary>
    Unknown = 0,
    Metre = 1,
    Millimetre = 2,
    Micrometre = 3,
}

/// <summary>What a NIfTI file says about itself, after all its fields were checked.</summary>
public sealed record NiftiHeader
{
    internal NiftiHeader(NiftiFields fields) => Fields = fields;

    /// <summary>1 or 2.</summary>
    public required int Version { get; init; }

    public required bool BigEndian { get; init; }

    public required NiftiDataType DataType { get; init; }

    /// <summary>As in the file, trailing axes of length 1 included.</summary>
    public required IReadOnlyList<long> Dimensions { get; init; }

    /// <summary>Size and chosen affine, in millimetres.</summary>
    public required Grid Grid { get; init; }

    public required AffineSource AffineSource { get; init; }

    public required int SformCode { get; init; }

    public required int QformCode { get; init; }

    /// <summary>In millimetres; null where the code is 0 or its numbers are unusable.</summary>
    public required Affine? Sform { get; init; }

    /// <summary>In millimetres; null where the code is 0 or its numbers are unusable.</summary>
    public required Affine? Qform { get; init; }

    /// <summary>The whole units byte: space in bits 0-2, time in bits 3-5.</summary>
    public required int XyztUnits { get; init; }

    public SpatialUnit SpatialUnit => (XyztUnits & 7) is >= 1 and <= 3 ? (SpatialUnit)(XyztUnits & 7) : SpatialUnit.Unknown;

    public required string Description { get; init; }

    public required int IntentCode { get; init; }

    public required string IntentName { get; init; }

    public required IReadOnlyList<double> IntentParameters { get; init; }

    /// <summary>As in the file: 0 or not a number where voxels are stored as they are.</summary>
    public required double SclSlope { get; init; }

    public required double SclInter { get; init; }

    /// <summary>Where the voxels begin, in bytes from the start of the (inflated) file that holds them.</summary>
    public required long VoxelOffset { get; init; }

    /// <summary>Doubtful statements of the file and what was made of them.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Slope that applies: 1 where the file states none.</summary>
    public double Slope => HasScaling ? SclSlope : 1;

    /// <summary>Intercept that applies: 0 where the file states no slope.</summary>
    public double Intercept => HasScaling ? SclInter : 0;

    public bool HasScaling => SclSlope != 0 && double.IsFinite(SclSlope);

    /// <summary>The numbers as they stood in the file, for writing results with the input's own.</summary>
    internal NiftiFields Fields { get; }

    internal long VoxelBytes => Grid.Size.Count * DataType.Bytes();
}
