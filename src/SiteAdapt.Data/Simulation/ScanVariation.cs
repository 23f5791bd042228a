using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>What differs between the scans of one site: the patient in the coil, the day's calibration.</summary>
/// <param name="Stream">Noise and texture of this scan are drawn from it after the fields below.</param>
sealed record ScanVariation(RandomStream Stream)
{
    const double ContrastJitter = 0.04;

    /// <summary>Factor on each tissue's signal.</summary>
    public double[] Contrast { get; } = [.. Enumerable.Range(0, Tissues.Count).Select(_ => Factor(Stream, ContrastJitter))];

    public double Noise { get; } = Factor(Stream, 0.12);

    public double Scale { get; } = Factor(Stream, 0.1);

    public double Fat { get; } = Factor(Stream, 0.1);

    public Vector3 Coil { get; } = 0.06f * Normal3(Stream);

    /// <summary>Coefficients of the smooth field's products of coordinates: xx, yy, zz, xy, yz, zx, and cubic x, y, z.</summary>
    public float[] Bias { get; } = [.. Enumerable.Range(0, 9).Select(_ => (float)Math.Clamp(Stream.NextNormal(), -2, 2))];

    static double Factor(RandomStream stream, double deviation) => Math.Exp(deviation * Math.Clamp(stream.NextNormal(), -2.5, 2.5));

    static Vector3 Normal3(RandomStream stream) =>
        new((float)stream.NextNormal(), (float)stream.NextNormal(), (float)stream.NextNormal());
}
