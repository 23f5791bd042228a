using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// How a simulated site changes scans that are given: their contrast, their resolution, and, as for rendered heads, receive
/// field, noise and stored values.
/// </summary>
public sealed record ImageProtocol
{
    /// <summary>Largest <see cref="Bend"/> with which the curve still rises everywhere: 1 / (2 pi), and a little less.</summary>
    internal const double LargestBend = 0.15;

    public required string Name { get; init; }

    /// <summary>Goes into the manifest's column <c>scanner</c>.</summary>
    public required string Scanner { get; init; }

    /// <summary>Exponent of the contrast curve; below 1 brightens the dark.</summary>
    public double Exponent { get; init; } = 1;

    /// <summary>Bend of the contrast curve: above 0 the dark half gets more of the grey levels' range, below 0 the middle.</summary>
    public double Bend { get; init; }

    /// <summary>Voxel edge within a slice as a factor of the given one, 1 or more.</summary>
    public double InPlane { get; init; } = 1;

    /// <summary>Distance of the slices as a factor of the given one, 1 or more.</summary>
    public double SliceDistance { get; init; } = 1;

    /// <summary>
    /// Receive field, signal to noise, stored scale and offset; its lengths of 100 mm are half of the image's longest side. Tissue
    /// signals, voxels and geometry of it are not used.
    /// </summary>
    public required SiteProtocol Formation { get; init; }

    /// <summary>
    /// The curve: grey levels are 0 at the 1st and 1 at the 99th percentile of the scan; x + bend * sin(2 pi x) to the power of the
    /// exponent. Above 1 the bend ends.
    /// </summary>
    public static float Contrast(float level, double exponent, double bend)
    {
        double x = Math.Max(0, level);
        double bent = x < 1 ? x + bend * Math.Sin(2 * Math.PI * x) : x;
        return (float)Math.Pow(bent, exponent);
    }

    /// <summary>This site at a distance from what changes nothing but noise: 0 there, 1 this site, more exaggerates.</summary>
    internal ImageProtocol Shifted(double shift) => this with
    {
        Exponent = Math.Clamp(Math.Pow(Exponent, shift), 0.25, 4),
        Bend = Math.Clamp(shift * Bend, -LargestBend, LargestBend),
        InPlane = Math.Clamp(1 + shift * (InPlane - 1), 1, 4),
        SliceDistance = Math.Clamp(1 + shift * (SliceDistance - 1), 1, 4),
        Formation = Formation.Shifted(SiteProtocols.Centre, shift),
    };

    /// <summary>Factor along an array axis of a scan whose slices lie along <paramref name="sliceAxis"/>.</summary>
    internal double Coarsening(int axis, int sliceAxis) => axis == sliceAxis ? SliceDistance : InPlane;

    internal static SiteProtocol FormationOf(
        double bias, Vector3 coil, double centre, double signalToNoise, double scale, double offset = 0) => SiteProtocols.Centre with
    {
        BiasStrength = bias,
        CoilFalloff = coil,
        CentreBrightening = centre,
        SignalToNoise = signalToNoise,
        Scale = scale,
        Offset = offset,
    };
}
