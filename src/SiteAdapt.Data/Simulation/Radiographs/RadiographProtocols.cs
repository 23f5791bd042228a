using System.Globalization;

namespace SiteAdapt.Data;

/// <summary>
/// The sites of simulated chest radiographs. The first four are fixed; further ones are drawn from the same ranges. Sites 1, 3, 5 label as
/// CheXpert does, sites 2, 4, 6 as ChestX-ray14. The values were set by physics and by what radiographs of hospitals look like,
/// before any model was trained on them.
/// </summary>
public static class RadiographProtocols
{
    internal static RadiographProtocol Centre { get; } = new() { Name = "", Scanner = "", Labels = FindingLabelSet.CheXpert };

    static readonly RadiographProtocol[] Fixed =
    [
        Centre with
        {
            Scanner = "mostly portable AP, 85 kVp, no grid, digital detector", ApShare = 0.8, Energy = 45, Scatter = 1.4, Noise = 0.02, Blur = 1.6,
            Enhancement = 0.15, Exponent = 0.85, Bend = -0.05, Field = 420, Collimation = 28, Placement = 1.5, Marker = 0.9, MarksLeft = true,
        },
        Centre with
        {
            Scanner = "mostly standing PA, 125 kVp, grid, scanned film", ApShare = 0.35, Energy = 58, Scatter = 0.35, Noise = 0.008, Blur = 1,
            Enhancement = 0.5, Exponent = 1.3, Bend = 0.05, Field = 390, Collimation = 6, Placement = 0.7, Marker = 0.6, MarksLeft = false,
        },
        Centre with
        {
            Scanner = "portable AP, 70 kVp, storage plates, noisy", ApShare = 1, Energy = 40, Scatter = 1.8, Noise = 0.03, Blur = 2.2,
            Enhancement = 0, Exponent = 0.7, Bend = 0.08, Field = 440, Collimation = 40, Placement = 1.8, Marker = 1, MarksLeft = false,
        },
        Centre with
        {
            Scanner = "standing PA, 110 kVp, grid, strong edges, 12 bits", ApShare = 0.05, Energy = 54, Scatter = 0.3, Noise = 0.01, Blur = 0.7,
            Enhancement = 0.9, Exponent = 1.1, Bend = -0.08, Field = 400, Collimation = 10, Placement = 0.8, Marker = 0, GreyLevels = 4096,
        },
    ];

    /// <summary>Site <paramref name="index"/> (from 0), called <c>site1</c>, <c>site2</c> and so on, at a distance from the common centre.</summary>
    public static RadiographProtocol Of(int index, long seed, double shift = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        string name = string.Create(CultureInfo.InvariantCulture, $"site{index + 1}");
        RadiographProtocol own = index < Fixed.Length ? Fixed[index] : Draw(new RandomStream(seed, $"radiograph site/{name}"));
        return (own with
        {
            Name = name,
            Scanner = $"simulated radiographs: {own.Scanner}",
            Labels = index % 2 == 0 ? FindingLabelSet.CheXpert : FindingLabelSet.ChestXray14,
        }).Shifted(Centre, shift);
    }

    static RadiographProtocol Draw(RandomStream stream)
    {
        double Between(double low, double high) => stream.NextUniform(low, high);
        double Ratio(double low, double high) => Math.Exp(Between(Math.Log(low), Math.Log(high)));
        return Centre with
        {
            Scanner = "drawn at random",
            ApShare = Between(0, 1),
            Energy = Between(40, 60),
            Scatter = Ratio(0.3, 1.8),
            Noise = Ratio(0.008, 0.03),
            Blur = Ratio(0.7, 2.2),
            Enhancement = Between(0, 0.9),
            Exponent = Ratio(0.7, 1.35),
            Bend = Between(-0.08, 0.08),
            Field = Between(385, 440),
            Collimation = Between(0, 40),
            Placement = Ratio(0.7, 1.8),
            Marker = Between(0, 1),
            MarksLeft = stream.NextInt(2) == 0,
            GreyLevels = stream.NextInt(2) == 0 ? 256 : 4096,
        };
    }
}
