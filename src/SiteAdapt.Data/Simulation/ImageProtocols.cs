using System.Globalization;
using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// The sites that given scans are spread over. The first six are fixed; further ones are drawn from the same ranges. The values
/// were set by what scans of several hospitals look like, before any model was trained on them.
/// </summary>
public static class ImageProtocols
{
    static readonly ImageProtocol[] Fixed =
    [
        Of("as given, little noise", 1, 0, 1, 1, ImageProtocol.FormationOf(0.12, new(0, -0.05f, 0.1f), 0, 45, 400)),
        Of("bright, coil behind, thick slices", 0.6, 0.06, 1, 1.5, ImageProtocol.FormationOf(0.3, new(0.1f, -0.5f, 0.1f), 0, 18, 900, 30)),
        Of("dark, bright centre, coarse pixels", 1.7, -0.08, 1.25, 1, ImageProtocol.FormationOf(0.2, new(0, 0.1f, 0), 0.4, 30, 1500)),
        Of("flat, coil in front, noisy, thick slices", 0.75, -0.1, 1, 2, ImageProtocol.FormationOf(0.25, new(-0.1f, 0.4f, 0.15f), 0, 14, 700, 15)),
        Of("strong contrast, sharp", 1.35, 0.1, 1, 1, ImageProtocol.FormationOf(0.15, new(-0.15f, -0.2f, 0.2f), 0.25, 55, 2500)),
        Of("grey, coarse pixels", 0.85, 0.12, 1.5, 1.25, ImageProtocol.FormationOf(0.3, new(0.15f, 0.15f, -0.2f), 0.3, 22, 300, 50)),
    ];

    /// <summary>Site <paramref name="index"/> (from 0), called <c>site1</c>, <c>site2</c> and so on, at a distance from no change.</summary>
    public static ImageProtocol Of(int index, long seed, double shift = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        string name = string.Create(CultureInfo.InvariantCulture, $"site{index + 1}");
        ImageProtocol own = index < Fixed.Length ? Fixed[index] : Draw(new RandomStream(seed, $"image site/{name}"));
        return (own with { Name = name }).Shifted(shift);
    }

    static ImageProtocol Draw(RandomStream stream)
    {
        double Between(double low, double high) => stream.NextUniform(low, high);
        double exponent = Math.Exp(Between(Math.Log(0.6), Math.Log(1.7))), bend = Between(-0.1, 0.12);
        var coil = new Vector3((float)Between(-0.15, 0.15), (float)Between(-0.5, 0.4), (float)Between(-0.2, 0.2));
        double signalToNoise = Math.Exp(Between(Math.Log(14), Math.Log(55))), scale = Math.Exp(Between(Math.Log(300), Math.Log(2500)));
        return Of("drawn at random", exponent, bend, Between(1, 1.5), Between(1, 2),
            ImageProtocol.FormationOf(Between(0.12, 0.3), coil, Between(0, 0.4), signalToNoise, scale, Between(0, 50)));
    }

    static ImageProtocol Of(string what, double exponent, double bend, double inPlane, double sliceDistance, SiteProtocol formation) => new()
    {
        Name = "",
        Scanner = $"simulated from a given scan: {what}",
        Exponent = exponent,
        Bend = bend,
        InPlane = inPlane,
        SliceDistance = sliceDistance,
        Formation = formation,
    };
}
