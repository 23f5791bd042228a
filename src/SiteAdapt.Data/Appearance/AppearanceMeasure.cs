namespace SiteAdapt.Data;

/// <summary>What is measured of a scan's appearance, one number a case.</summary>
/// <param name="Aspect">geometry, intensity, contrast, noise, bias field or sharpness: what people say that two sites differ in.</param>
public sealed record AppearanceMeasure(string Name, string Aspect, string Unit)
{
    public const string Geometry = "geometry", Intensity = "intensity", Contrast = "contrast", Noise = "noise", BiasField = "bias field", Sharpness = "sharpness";

    static readonly AppearanceMeasure[] Classes = [new("dark-middle contrast", Contrast, "0 to 1"), new("middle-bright contrast", Contrast, "0 to 1")];

    /// <summary>In the order of <see cref="CaseAppearance.Values"/>; the last one needs labels.</summary>
    public static IReadOnlyList<AppearanceMeasure> OfVolumes { get; } =
    [
        new("in-plane spacing", Geometry, "mm"), new("slice distance", Geometry, "mm"), new("field of view", Geometry, "mm"),
        new("raw level", Intensity, "as stored"), .. Classes, new("noise", Noise, "of the signal"), new("bias field", BiasField, "log"), new("sharpness", Sharpness, "1/mm"),
        new("contrast to surround", Contrast, "-1 to 1"),
    ];

    /// <summary>Those that make sense of a projection without spacing; a bias field cannot be told from anatomy there.</summary>
    public static IReadOnlyList<AppearanceMeasure> OfRadiographs { get; } =
    [
        new("width", Geometry, "pixels"), new("width to height", Geometry, "ratio"), new("raw level", Intensity, "of the range"), .. Classes,
        new("noise", Noise, "of the signal"), new("sharpness", Sharpness, "1/width"),
    ];
}
