namespace SiteAdapt.Learning;

/// <summary>Element types of a safetensors file that this program reads and writes; the names are those of the file.</summary>
public enum SafetensorsType
{
    Bool,
    U8,
    I8,
    I16,
    F16,
    BF16,
    I32,
    F32,
    F64,
    I64,
}

static class SafetensorsTypes
{
    public static string Name(this SafetensorsType type) => type switch
    {
        SafetensorsType.Bool => "BOOL",
        _ => type.ToString(),
    };

    /// <summary>Bytes of one element.</summary>
    public static int Size(this SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    public static bool TryParse(string? name, out SafetensorsType type)
    {
        foreach (var candidate in Enum.GetValues<SafetensorsType>())
            if (candidate.Name() == name)
            {
                type = candidate;
                return true;
            }
        type = default;
        return false;
    }
}
