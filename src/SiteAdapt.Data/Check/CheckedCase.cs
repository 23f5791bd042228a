using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>What a data check has measured of a case; what could not be read is null or empty.</summary>
public sealed record CheckedCase(Case Case)
{
    public Size3? Size { get; init; }

    /// <summary>In mm; null for a radiograph.</summary>
    public Spacing? Spacing { get; init; }

    /// <summary>Where the array axes run to, such as "RAS"; null for a radiograph.</summary>
    public string? Orientation { get; init; }

    /// <summary>The 1st, 50th and 99th percentile of the image's values (of an evenly spaced sample of them).</summary>
    public IReadOnlyList<float> Intensity { get; init; } = [];

    /// <summary>The values of the label, ascending.</summary>
    public IReadOnlyList<int> LabelValues { get; init; } = [];

    /// <summary>Volume of everything above 0 in the label.</summary>
    public double? MaskMillilitres { get; init; }

    /// <summary>How much the tissue seems to go on beyond the mask's border, by the side that the border faces.</summary>
    public BorderContrast? Border { get; init; }

    /// <summary><see cref="PixelHash"/>.</summary>
    public string? Pixels { get; init; }

    /// <summary>For a thumbnail.</summary>
    public CheckSlice? Slice { get; init; }

    public IReadOnlyList<CheckFault> Faults { get; init; } = [];
}

/// <summary>A plane of a canonical volume.</summary>
public enum CheckPlane
{
    /// <summary>H = x, W = y.</summary>
    Axial,

    /// <summary>H = x, W = z.</summary>
    Coronal,

    /// <summary>H = y, W = z.</summary>
    Sagittal,
}

/// <summary>A slice of a canonical volume, thinned out: [H, W], W fastest.</summary>
/// <param name="Mask">Empty where there is no label.</param>
/// <param name="Aspect">Extent of a pixel along the second axis over that along the first.</param>
/// <param name="Index">Of the slice in the volume, from 0.</param>
/// <param name="Count">Slices of that plane.</param>
public sealed record CheckSlice(float[] Pixels, byte[] Mask, int Height, int Width, double Aspect, CheckPlane Plane = CheckPlane.Axial, int Index = 0, int Count = 1);
