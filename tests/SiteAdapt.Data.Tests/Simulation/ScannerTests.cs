using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public class ScannerTests
{
    const double Millimetres = 4;

    static readonly HeadAnatomy[] People = [.. Enumerable.Range(1, 3).Select(i => new HeadAnatomy(4, $"person{i}"))];

    /// <summary>A block of white matter in air, 120 mm wide.</summary>
    sealed class Block : IAnatomy
    {
        public string Subject => "block";
        public int? Age => null;
        public string Sex => "";
        public IReadOnlyList<AnatomyLabel> Labels { get; } = [new(Tissue.Air, 1, 0, false), new(Tissue.WhiteMatter, 1, 0, true)];
        public (Vector3 Low, Vector3 High) Extent => (new(-100), new(100));
        public int LabelAt(Vector3 world) => Vector3.Abs(world) is { X: < 60, Y: < 60, Z: < 60 } ? 1 : 0;
    }

    static readonly SiteProtocol Plain = SiteProtocols.Centre with
    {
        NeckCrop = 0, BiasStrength = 0, Blur = Vector3.Zero, SignalToNoise = 25, Scale = 1000,
    };

    [Fact]
    public void Should_give_the_same_scan_twice()
    {
        SiteProtocol site = SiteProtocols.Of(1, 4);
        SimulatedScan first = SiteSimulation.Scan(People[0], site, 6, 4), again = SiteSimulation.Scan(new HeadAnatomy(4, "person1"), site, 6, 4);
        Assert.Equal(first.Image.Voxels, again.Image.Voxels);
        Assert.Equal(first.Brain.Voxels, again.Brain.Voxels);
        Assert.NotEqual(first.Image.Voxels, SiteSimulation.Scan(People[0], site, 6, 5).Image.Voxels);
    }

    [Fact]
    public void Should_leave_rayleigh_noise_in_air()
    {
        // Magnitude of pure noise: mean sigma sqrt(pi/2), standard deviation sigma sqrt(2 - pi/2)
        SimulatedScan scan = SiteSimulation.Scan(new Block(), Plain, Millimetres, 1);
        double[] air = [.. Inside(scan, world => Vector3.Abs(world) is { X: > 75 }).Select(v => (double)v)];
        double mean = air.Average(), deviation = Math.Sqrt(air.Average(v => (v - mean) * (v - mean)));
        Assert.Equal(Math.Sqrt(Math.PI / 2) / Math.Sqrt(2 - Math.PI / 2), mean / deviation, 0.05);
        Assert.InRange(mean, 1000 / 25.0 * 0.8, 1000 / 25.0 * 2);
    }

    [Fact]
    public void Should_measure_the_block_and_its_mask()
    {
        SimulatedScan scan = SiteSimulation.Scan(new Block(), Plain, Millimetres, 1);
        double volume = scan.Brain.Count * Math.Pow(Millimetres, 3);
        Assert.Equal(Math.Pow(120, 3), volume, 0.02 * Math.Pow(120, 3));
        Assert.Single(Components.Sizes(scan.Brain));
        Assert.Equal(new Size3(50, 50, 50), scan.Image.Grid.Size);
        Assert.Equal(new Spacing(4, 4, 4), scan.Image.Grid.Spacing);
    }

    [Fact]
    public void Should_be_brighter_at_the_coil()
    {
        SiteProtocol site = Plain with { CoilFalloff = new Vector3(0, -0.8f, 0), SignalToNoise = 200 };
        SimulatedScan scan = SiteSimulation.Scan(new Block(), site, Millimetres, 1);
        double back = Inside(scan, w => w.Y is > -56 and < -40 && Vector3.Abs(w) is { X: < 50, Z: < 50 }).Average();
        double front = Inside(scan, w => w.Y is > 40 and < 56 && Vector3.Abs(w) is { X: < 50, Z: < 50 }).Average();
        Assert.InRange(Math.Log(back / front), 0.5, 1.1);       // 0.8 per 100 mm, over 96 mm, and the patient's own part
    }

    [Fact]
    public void Should_follow_the_protocol_in_voxels_field_of_view_offset_and_whole_numbers()
    {
        SiteProtocol site = Plain with { VoxelFactor = new Vector3(0.8f, 1, 1.5f), NeckCrop = 40, Margin = 20, Offset = 500 };
        SimulatedScan scan = SiteSimulation.Scan(new Block(), site, Millimetres, 1);
        Assert.Equal(new Size3(75, 60, 27), scan.Image.Grid.Size);
        Assert.Equal(6, scan.Image.Grid.Spacing.Z, 5);
        Assert.True(Scanner.World(scan.Image.Grid, 0, 0, 0).Z > -60);
        Assert.All(scan.Image.Voxels, v => Assert.True(v >= 500 && v == MathF.Round(v)));
    }

    [Fact]
    public void Should_differ_more_between_sites_than_between_people_of_one_site()
    {
        double[][][] contrast = [.. Enumerable.Range(0, 6).Select(s => People.Select(p => Contrast(p, SiteProtocols.Of(s, 4))).ToArray())];
        double within = contrast.Average(site => Spread(site));
        double between = Spread([.. contrast.Select(site => site[0])]);
        Assert.True(between > 2.5 * within, $"between {between:0.000}, within {within:0.000}");
    }

    [Fact]
    public void Should_show_the_protocols_contrast()
    {
        SiteProtocol site = SiteProtocols.Of(0, 4) with { BiasStrength = 0, CoilFalloff = default };
        double[] measured = Contrast(People[0], site);
        Assert.Equal(Math.Log(site.Signals[(int)Tissue.Fat]), measured[1], 0.35);
        Assert.True(measured[0] < 0, "grey matter is darker than white matter where T1 weighs");
    }

    /// <summary>Logarithms of the median signals of grey matter, fat, muscle and fluid over white matter's.</summary>
    static double[] Contrast(HeadAnatomy person, SiteProtocol site)
    {
        SimulatedScan scan = SiteSimulation.Scan(person, site with { Offset = 0, Gamma = 1, Distortion = default }, Millimetres, 4);
        var signals = new Dictionary<Tissue, List<float>>();
        Size3 size = scan.Image.Grid.Size;
        for (int v = 0; v < scan.Image.Voxels.Length; v++)
        {
            Vector3 world = Scanner.World(scan.Image.Grid, v % size.X, v / size.X % size.Y, v / (size.X * size.Y));
            Tissue tissue = person.TissueAt(world);
            if (!signals.TryGetValue(tissue, out List<float>? list)) signals[tissue] = list = [];
            list.Add(scan.Image.Voxels[v]);
        }
        double Median(Tissue tissue) => signals[tissue].Order().ElementAt(signals[tissue].Count / 2);
        return [.. new[] { Tissue.GreyMatter, Tissue.Fat, Tissue.Muscle, Tissue.Ventricle }
            .Select(tissue => Math.Log(Median(tissue) / Median(Tissue.WhiteMatter)))];
    }

    /// <summary>Root mean square distance from the mean.</summary>
    static double Spread(double[][] rows) => Math.Sqrt(Enumerable.Range(0, rows[0].Length).Sum(c =>
    {
        double mean = rows.Average(row => row[c]);
        return rows.Average(row => (row[c] - mean) * (row[c] - mean));
    }));

    static IEnumerable<float> Inside(SimulatedScan scan, Func<Vector3, bool> where)
    {
        Size3 size = scan.Image.Grid.Size;
        for (int v = 0; v < scan.Image.Voxels.Length; v++)
            if (where(Scanner.World(scan.Image.Grid, v % size.X, v / size.X % size.Y, v / (size.X * size.Y))))
                yield return scan.Image.Voxels[v];
    }
}
