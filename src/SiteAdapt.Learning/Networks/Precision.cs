namespace SiteAdapt.Learning;

/// <summary>Numbers that a U-Net computes with. Others know float32 only.</summary>
public enum Precision
{
    Float32,

    /// <summary>8 bits of mantissa: faster where the processor has instructions for it (avx512_bf16, amx_bf16), slower where not.</summary>
    BFloat16,
}
