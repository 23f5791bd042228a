namespace SiteAdapt.Data.Tests;

/// <summary>Every finding is seen in the image, and its sign is the one that it is known by: the same person with and without.</summary>
public class ChestSignTests
{
    const int Side = 96, People = 12;
    static readonly ChestView View = new(IsAp: false, SourceDistance: 1800, Field: 400);

    static ChestProjection Project(int person, ChestFinding? finding, double severity = 0.9) => ChestProjection.Of(3, $"person{person}",
        finding is { } f ? new ChestDisease(new Dictionary<ChestFinding, double> { [f] = severity }) : ChestDisease.None, View, Side);

    /// <summary>A measure of each person: healthy, and with the finding.</summary>
    static (double[] Healthy, double[] Ill) Measure(ChestFinding finding, Func<ChestProjection, double> measure, double severity = 0.9) =>
        ([.. Enumerable.Range(0, People).Select(i => measure(Project(i, null)))], [.. Enumerable.Range(0, People).Select(i => measure(Project(i, finding, severity)))]);

    static double Sum(float[] map, Func<float, float, bool> where) =>
        map.Where((_, i) => where((i % Side + 0.5f) * 400 / Side - 200, 200 - (i / Side + 0.5f) * 400 / Side)).Sum(value => (double)value);

    static void AllRise((double[] Healthy, double[] Ill) measured, double least) =>
        Assert.All(measured.Healthy.Zip(measured.Ill), pair => Assert.True(pair.Second > pair.First + least, $"{pair.First} to {pair.Second}"));

    /// <summary>Millimetres between the two lungs at the heart's height, in the stored image: what is brighter than midway between lung and spine.</summary>
    static double HeartWidth(ChestProjection projection)
    {
        RadiographProtocol plain = RadiographProtocols.Centre with { Collimation = 0, Marker = 0, Noise = 1e-4 };
        ushort[] image = RadiographDetector.Image(projection, plain, new RandomStream(1, "image"));
        int side = Side / RadiographDetector.Oversampling, row = (int)(side * (200 + 60) / 400.0), edge = side / 5;
        ushort[] line = [.. image.AsSpan(row * side + edge, side - 2 * edge)];
        double level = (line.Min() + line.Max()) / 2.0;
        return line.Count(value => value > level) * 400.0 / side;
    }

    [Fact]
    public void Should_widen_the_heart()
    {
        var (healthy, ill) = Measure(ChestFinding.Cardiomegaly, HeartWidth);
        Assert.InRange(healthy.Average(), 90, 160);
        Assert.InRange(ill.Average() - healthy.Average(), 20, 80);
        var (_, slightly) = Measure(ChestFinding.Cardiomegaly, HeartWidth, severity: 0.1);
        Assert.InRange(slightly.Average(), healthy.Average() + 5, ill.Average() - 5);
    }

    [Fact]
    public void Should_fill_the_costophrenic_angle() =>
        AllRise(Measure(ChestFinding.Effusion, chest => -Sum(chest.Lung, (x, z) => Math.Abs(x) > 80 && z < -80)), 500);

    [Fact]
    public void Should_leave_a_rim_of_air_at_the_top_of_a_lung()
    {
        // Air in front of, behind and above the collapsed lung: less is attenuated where the lung was
        AllRise(Measure(ChestFinding.Pneumothorax, chest => -Sum(chest.Water, (x, z) => Math.Abs(x) is > 40 and < 110 && z is > 50 and < 110)), 100);
        AllRise(Measure(ChestFinding.Pneumothorax, chest => Sum(chest.Lung, (_, _) => true)), -1); // the rim is where lung was
    }

    [Fact]
    public void Should_cloud_both_hila()
    {
        foreach (int side in (int[])[-1, 1])
            AllRise(Measure(ChestFinding.Edema, chest => Sum(chest.Water, (x, z) => side * x is > 45 and < 85 && Math.Abs(z) < 50)), 500);
    }

    [Theory]
    [InlineData(ChestFinding.Consolidation, 25)]
    [InlineData(ChestFinding.Mass, 25)]
    [InlineData(ChestFinding.Nodule, 8)]
    public void Should_be_an_opacity_in_one_lung(ChestFinding finding, float millimetres)
    {
        for (int person = 0; person < People; person++)
        {
            (float[] without, float[] with) = (Project(person, null).Water, Project(person, finding).Water);
            Assert.True(with.Zip(without, (w, o) => w - o).Max() > millimetres);
            double Changed(int side) => Math.Abs(Sum(with, (x, z) => side * x > 0) - Sum(without, (x, z) => side * x > 0));
            (double left, double right) = (Changed(1), Changed(-1));
            Assert.True(Math.Max(left, right) > 4 * Math.Min(left, right), $"{left} and {right}");
        }
    }

    [Fact]
    public void Should_be_a_plate_over_a_raised_diaphragm()
    {
        AllRise(Measure(ChestFinding.Atelectasis, chest => -Sum(chest.Lung, (_, z) => z < -40)), 500);
        Assert.All(Enumerable.Range(0, People), person =>
            Assert.True(Project(person, ChestFinding.Atelectasis).Water.Zip(Project(person, null).Water, (with, without) => with - without).Max() > 20));
    }

    [Fact]
    public void Should_make_lungs_large_and_dark()
    {
        AllRise(Measure(ChestFinding.Emphysema, chest => Sum(chest.Lung, (_, _) => true)), 1000);
        AllRise(Measure(ChestFinding.Emphysema, chest => -Sum(chest.Water, (x, z) => Math.Abs(x) is > 50 and < 100 && z is > 20 and < 80)), 500);
    }

    [Fact]
    public void Should_show_devices() => AllRise(Measure(ChestFinding.Devices, chest => Sum(chest.Bone, (_, _) => true)), 50);

    /// <summary>By similar triangles: the heart lies 25 mm in front of the middle, which is 150 mm from the detector.</summary>
    [Theory]
    [InlineData(false, 1800, 1800 / (1800 - 125.0))]
    [InlineData(true, 1100, 1100 / (1100 - 175.0))]
    public void Should_magnify_what_is_far_from_the_detector(bool isAp, float distance, double expected)
    {
        var heart = new System.Numerics.Vector3(40, 25, -60);
        ChestView view = new(isAp, distance, Field: 400);
        var (u, v, magnification) = view.Project(heart);
        Assert.Equal(expected, magnification, 1e-4);
        Assert.Equal(40 * expected, u, 1e-2);
        Assert.Equal(-60 * expected, v, 1e-2);
        // The ray to where a point is seen passes through it
        var turned = new ChestView(isAp, distance, Field: 400, Turn: 0.1f, Tilt: -0.05f, Offset: new(12, -7));
        (u, v, _) = turned.Project(heart);
        Ray ray = turned.RayTo(u, v);
        System.Numerics.Vector3 across = heart - ray.Origin;
        Assert.InRange((across - System.Numerics.Vector3.Dot(across, ray.Direction) * ray.Direction).Length(), 0, 0.05);
    }

    [Fact]
    public void Should_be_as_thick_as_the_bodies_that_a_ray_passes()
    {
        var ray = new Ray(default, System.Numerics.Vector3.UnitY);
        var path = new RayPath();
        path.Clear();
        path.Paint(new Ellipsoid(default, new(50)).Cut(ray), 1);
        path.Paint(new Ellipsoid(default, new(30)).Cut(ray), 0.25f, isLung: true);
        path.PaintInLung(new Ellipsoid(new(0, 30, 0), new(10)).Cut(ray), 1); // half of it is lung
        Assert.Equal(40 + 0.25f * 50 + 10, path.Water(), 1e-3f);
        Assert.Equal(50, path.Lung(), 1e-3f);
    }
}
