using System.Numerics;

namespace SiteAdapt.Data.Tests;

/// <summary>The lattice against the functions that it stands for.</summary>
public class SurfaceLatticeTests
{
    static HeadSurfaces Surfaces()
    {
        var stream = new RandomStream(2, "head");
        var shape = new HeadShape(stream);
        var bend = new NoiseVectorField(stream, 85, 220, 24, 150);
        var slow = new NoiseField(stream, 45, 110, 32, 180);
        return new HeadSurfaces(shape, new BrainModel(shape, slow, slow), bend, slow);
    }

    [Fact]
    public void Should_be_within_half_a_millimetre_of_the_surfaces()
    {
        HeadSurfaces exact = Surfaces();
        var lattice = new SurfaceLattice(exact, new Vector3(-100), new Vector3(100));
        var stream = new RandomStream(2, "points");
        var skin = new List<float>();
        var hull = new List<float>();
        for (int i = 0; i < 40_000; i++)
        {
            var world = new Vector3((float)stream.NextUniform(-80, 80), (float)stream.NextUniform(-95, 95), (float)stream.NextUniform(-60, 85));
            if (!lattice.TryRead(world, 20, out HeadSurfaces.Point read)) continue;
            HeadSurfaces.Point truth = exact.At(world);
            Assert.True((read.Place - truth.Place).Length() < 0.6f);
            if (MathF.Abs(truth.Skin) < 3) skin.Add(MathF.Abs(read.Skin - truth.Skin));
            if (MathF.Abs(truth.Brain.Hull) < 3) hull.Add(MathF.Abs(read.Brain.Hull - truth.Brain.Hull));
        }
        Assert.True(skin.Count > 500 && hull.Count > 500);
        Assert.InRange(skin.Average(), 0, 0.3f);
        Assert.InRange(hull.Average(), 0, 0.3f);
    }

    [Fact]
    public void Should_read_nothing_far_from_the_head()
    {
        var lattice = new SurfaceLattice(Surfaces(), new Vector3(-120), new Vector3(120));
        Assert.False(lattice.TryRead(new Vector3(118, 118, 118), 20, out _));
        Assert.False(lattice.TryRead(new Vector3(0, 0, 500), 20, out HeadSurfaces.Point beyond));
        Assert.True(beyond.Skin < -30);
    }
}
