namespace SiteAdapt.Imaging;

/// <summary>
/// Voxel types of the NIfTI standard, by their code. The scalars that fit into a double are read; the rest is refused by name.
/// </summary>
public enum NiftiDataType
{
    Unknown = 0,
    Binary = 1,
    UInt8 = 2,
    Int16 = 4,
    Int32 = 8,
    Float32 = 16,
    Complex64 = 32,
    Float64 = 64,
    Rgb24 = 128,
    Int8 = 256,
    UInt16 = 512,
    UInt32 = 768,
    Int64 = 1024,
    UInt64 = 1280,
    Float128 = 1536,
    Complex128 = 1792,
    Complex256 = 2048,
    Rgba32 = 2304,
}

static class NiftiDataTypes
{
    public const string Readable = "uint8, int8, int16, uint16, int32, uint32, int64, uint64, float32 or float64";

    /// <summary>Bytes of a voxel, 0 for a type that is not read.</summary>
    public static int Bytes(this NiftiDataType type) => type switch
    {
        NiftiDataType.UInt8 or NiftiDataType.Int8 => 1,
        NiftiDataType.Int16 or NiftiDataType.UInt16 => 2,
        NiftiDataType.Int32 or NiftiDataType.UInt32 or NiftiDataType.Float32 => 4,
        NiftiDataType.Int64 or NiftiDataType.UInt64 or NiftiDataType.Float64 => 8,
        _ => 0,
    };

    public static bool IsFloating(this NiftiDataType type) => type is NiftiDataType.Float32 or NiftiDataType.Float64;
}
