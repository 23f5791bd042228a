using System.Numerics;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies.Tests;

/// <summary>Rendered heads of two sites that differ in one thing: the measure of that thing has the largest effect, and is found.</summary>
public sealed class PlantedShiftTests(PlantedShiftTests.Sites sites) : IClassFixture<PlantedShiftTests.Sites>
{
    const int Subjects = 6;
    const double Millimetres = 4;

    public enum Change
    {
        Nothing, Noise, Bias, Contrast, Spacing, Blur,
    }

    /// <summary>Scans are rendered once a site.</summary>
    public sealed class Sites
    {
        readonly Dictionary<(Change, bool), MeasuredGroup> groups = [];

        internal MeasuredGroup Of(Change change, bool inMask)
        {
            if (groups.TryGetValue((change, inMask), out var known)) return known;
            var scans = new SimulatedScan[Subjects];
            Parallel.For(0, Subjects, i => scans[i] = Scanner.Scan(new HeadAnatomy(7, $"{change}{i}"), Protocol(change), Millimetres, new RandomStream(7, $"{change}/{i}")));
            foreach (bool masked in new[] { false, true })
                groups[(change, masked)] = new MeasuredGroup(change.ToString(),
                    [.. scans.Select((scan, i) => VolumeAppearance.Of(CaseOf(change, i), scan.Image, masked ? scan.Brain.Voxels : null, new IntensitySettings(IntensityKind.ClipAndScale)))], []);
            return groups[(change, inMask)];
        }

        static Case CaseOf(Change change, int i) => new() { Id = $"{change}{i}", Subject = $"{change}{i}", Site = change.ToString(), Image = "" };

        static SiteProtocol Protocol(Change change)
        {
            var centre = SiteProtocols.Centre;
            return change switch
            {
                Change.Noise => centre with { SignalToNoise = 14 },
                Change.Bias => centre with { CoilFalloff = new Vector3(0.2f, -0.6f, 0.4f) },
                Change.Contrast => centre with { Signals = SiteProtocol.SignalsOf(new PulseSequence.SpinEcho(480, 15), 1.5, fat: 0.7) },
                Change.Spacing => centre with { VoxelFactor = new Vector3(1.3f) },
                Change.Blur => centre with { Blur = new Vector3(2.2f) },
                _ => centre,
            };
        }
    }

    [Theory]
    [InlineData(Change.Noise, AppearanceMeasure.Noise)]
    [InlineData(Change.Bias, AppearanceMeasure.BiasField)]
    [InlineData(Change.Contrast, AppearanceMeasure.Contrast)]
    [InlineData(Change.Spacing, AppearanceMeasure.Geometry)]
    [InlineData(Change.Blur, AppearanceMeasure.Sharpness)]
    public void Should_find_what_was_planted_first(Change change, string aspect)
    {
        foreach (bool inMask in new[] { true, false })
        {
            var shift = Compare(Change.Nothing, change, inMask);
            var top = shift.Measures.MaxBy(item => Math.Abs(item.Effect ?? 0))!;
            Assert.True(top.Measure.Aspect == aspect && top.Adjusted <= 0.05, $"{change}, in mask: {inMask}\n{Table(shift)}");
        }
    }

    ShiftResult Compare(Change first, Change second, bool inMask) => ShiftComparison.Of(sites.Of(first, inMask), sites.Of(second, inMask), Set(inMask), seed: 0);

    static AppearanceSet Set(bool inMask) => new([], inMask ? AppearanceMeasure.OfVolumes : [.. AppearanceMeasure.OfVolumes.SkipLast(1)], new HistogramRange(0, 1), inMask);

    static string Table(ShiftResult shift) => string.Join('\n', shift.Measures.Select(item => FormattableString.Invariant($"{item.Measure.Name,-20} {item.First,10:G4} {item.Second,10:G4} g {item.Effect,8:0.00} p {item.P,8:0.0000} Holm {item.Adjusted:0.000}")))
        + FormattableString.Invariant($"\nhistogram {shift.Histogram.Distance:0.000} p {shift.Histogram.P:0.0000}\n{string.Join('\n', ShiftWords.Of(shift))}");
}
