using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// The sites of a simulation. The first six are fixed, so that results of different seeds speak of the same sites: three
/// vendors at two field strengths, as in public multi-site collections of T1-weighted heads. They differ in what real
/// scanners differ in:
/// <list type="bullet">
/// <item>contrast: T1 grows with field strength; inversion-prepared, spoiled gradient echo and spin echo weigh T1 differently,
/// down to almost none at a low flip angle; fat is bright, shifted or suppressed; fluid is dark to grey;</item>
/// <item>receive field: body, head or surface coil on one side, standing waves at 3 T;</item>
/// <item>noise, voxel size and slice direction, point spread, field of view, reconstruction filter, stored scale and offset,
/// gradient non-linearity.</item>
/// </list>
/// Further sites are drawn at random from the same ranges. The values were set from what such sequences look like, by eye,
/// before any model was trained on them.
/// </summary>
public static class SiteProtocols
{
    /// <summary>How many sites have a fixed protocol.</summary>
    public const int FixedCount = 6;

    /// <summary>What all sites become at shift 0.</summary>
    public static SiteProtocol Centre { get; } = new()
    {
        Name = "centre",
        Scanner = "simulated",
        FieldStrength = 1.5,
        Signals = SiteProtocol.SignalsOf(new PulseSequence.InversionPrepared(1900, 950, 4), 1.5, fat: 0.7),
    };

    static readonly SiteProtocol[] Fixed =
    [
        Centre with
        {
            Scanner = "simulated inversion-prepared 1.5 T",
            Signals = SiteProtocol.SignalsOf(new PulseSequence.InversionPrepared(2000, 1000, 3.5), 1.5, fat: 0.55),
            BiasStrength = 0.12, CoilFalloff = new(0, -0.05f, 0.1f), SignalToNoise = 40, Blur = new(0.7f), Scale = 380, NeckCrop = 10,
        },
        Centre with
        {
            Scanner = "simulated spoiled gradient echo 1.5 T",
            Signals = SiteProtocol.SignalsOf(new PulseSequence.SpoiledGradientEcho(24, 15, 6), 1.5, fat: 1.15, fluid: 1.2),
            BiasStrength = 0.25, CoilFalloff = new(0.1f, -0.35f, 0.25f), SignalToNoise = 16, Blur = new(1.1f, 1.0f, 1.3f),
            VoxelFactor = new(1, 0.94f, 1.2f), Gamma = 0.8, Scale = 1400, Offset = 30, NeckCrop = 35, Margin = 8,
            Distortion = new(0.012f, 0.0f, -0.015f),
        },
        Centre with
        {
            Scanner = "simulated inversion-prepared 3 T", FieldStrength = 3,
            Signals = SiteProtocol.SignalsOf(new PulseSequence.InversionPrepared(2300, 1000, 3), 3, fat: 0.3, fluid: 0.8),
            BiasStrength = 0.2, CentreBrightening = 0.45, SignalToNoise = 60, Blur = new(0.6f), VoxelFactor = new(0.94f, 0.94f, 1),
            Gamma = 1.15, Scale = 250, NeckCrop = 0, Distortion = new(-0.01f, 0.008f, 0.01f),
        },
        Centre with
        {
            Scanner = "simulated fat-saturated spin echo 1.5 T",
            Signals = SiteProtocol.SignalsOf(new PulseSequence.SpinEcho(480, 15), 1.5, fat: 0.25, fluid: 1.3),
            BiasStrength = 0.3, CoilFalloff = new(-0.1f, 0.4f, 0.15f), SignalToNoise = 22, Blur = new(1.0f, 1.2f, 1.0f),
            VoxelFactor = new(1.25f, 0.9f, 0.9f), Gamma = 0.9, Scale = 700, Offset = 15, NeckCrop = 28, Margin = 4,
            Distortion = new(0.0f, 0.015f, 0.01f),
        },
        Centre with
        {
            Scanner = "simulated prepared gradient echo 3 T", FieldStrength = 3,
            Signals = SiteProtocol.SignalsOf(new PulseSequence.InversionPrepared(1800, 840, 2.8), 3, fat: 1.1, fluid: 0.6),
            BiasStrength = 0.3, CentreBrightening = 0.3, CoilFalloff = new(-0.15f, -0.2f, 0.3f), SignalToNoise = 28,
            Blur = new(0.9f), VoxelFactor = new(1, 1, 1.1f), Gamma = 0.85, Scale = 2500, NeckCrop = 15, Margin = 12,
            Distortion = new(0.015f, -0.012f, 0.0f),
        },
        Centre with
        {
            Scanner = "simulated low flip gradient echo 3 T", FieldStrength = 3,
            Signals = SiteProtocol.SignalsOf(new PulseSequence.SpoiledGradientEcho(26, 9, 4.5), 3, fat: 1.0, fluid: 1.1),
            BiasStrength = 0.25, CentreBrightening = 0.35, CoilFalloff = new(0.05f, 0.15f, -0.2f), SignalToNoise = 20,
            Blur = new(1.0f, 0.9f, 1.4f), VoxelFactor = new(0.94f, 0.94f, 1.3f), Gamma = 1.1, Scale = 900, Offset = 50, NeckCrop = 40,
            Distortion = new(0.01f, 0.01f, -0.01f),
        },
    ];

    /// <summary>
    /// Site <paramref name="index"/> (from 0), called <c>site1</c>, <c>site2</c> and so on, at a distance from the centre.
    /// </summary>
    public static SiteProtocol Of(int index, long seed, double shift = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"site{index + 1}");
        SiteProtocol own = index < FixedCount ? Fixed[index] : Draw(new RandomStream(seed, $"site/{name}"));
        return (own with { Name = name }).Shifted(Centre, shift);
    }

    static SiteProtocol Draw(RandomStream stream)
    {
        double tesla = stream.NextInt(2) == 0 ? 1.5 : 3;
        (PulseSequence sequence, string label) = DrawSequence(stream);
        float Between(double low, double high) => (float)stream.NextUniform(low, high);
        return Centre with
        {
            Scanner = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"simulated {label} {tesla} T"),
            FieldStrength = tesla,
            Signals = SiteProtocol.SignalsOf(sequence, tesla, Between(0.3, 1.2), Between(0.6, 1.3)),
            BiasStrength = Between(0.1, 0.32),
            CoilFalloff = new(Between(-0.15, 0.15), Between(-0.4, 0.4), Between(-0.25, 0.3)),
            CentreBrightening = tesla > 2 ? Between(0.2, 0.45) : 0,
            SignalToNoise = Math.Exp(Between(Math.Log(16), Math.Log(60))),
            VoxelFactor = new(Between(0.9, 1.1), Between(0.9, 1.1), Between(0.9, 1.3)),
            Blur = new(Between(0.6, 1.2), Between(0.6, 1.2), Between(0.6, 1.4)),
            NeckCrop = Between(0, 40),
            Margin = Between(0, 12),
            Gamma = Between(0.8, 1.15),
            Scale = Math.Exp(Between(Math.Log(250), Math.Log(2500))),
            Offset = Between(0, 50),
            Distortion = new(Between(-0.015, 0.015), Between(-0.015, 0.015), Between(-0.015, 0.015)),
        };
    }

    static (PulseSequence Sequence, string Label) DrawSequence(RandomStream stream) => stream.NextInt(3) switch
    {
        0 => (new PulseSequence.InversionPrepared(stream.NextUniform(1700, 2400), stream.NextUniform(800, 1100), 3.5),
            "inversion-prepared"),
        1 => (new PulseSequence.SpoiledGradientEcho(stream.NextUniform(18, 30), stream.NextUniform(10, 30), 5),
            "spoiled gradient echo"),
        _ => (new PulseSequence.SpinEcho(stream.NextUniform(420, 700), stream.NextUniform(10, 18)), "spin echo"),
    };
}
