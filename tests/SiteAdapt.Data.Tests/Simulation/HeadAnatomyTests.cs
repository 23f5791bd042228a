using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public class HeadAnatomyTests
{
    const double Millimetres = 4;

    static readonly Grid Coarse = new(new Size3(52, 60, 58), Affine.FromSpacing(Spacing.Isotropic(Millimetres), -102, -118, -128));

    static readonly HeadAnatomy[] People = [.. Enumerable.Range(1, 6).Select(i => new HeadAnatomy(11, $"person{i}"))];

    static readonly Volume[] Maps = [.. People.Select(person => Scanner.LabelMap(person, Coarse))];

    [Fact]
    public void Should_make_the_same_head_from_the_same_seed_and_subject() =>
        Assert.Equal(Maps[0].Voxels, Scanner.LabelMap(new HeadAnatomy(11, "person1"), Coarse).Voxels);

    [Fact]
    public void Should_make_a_different_head_for_every_subject_and_seed()
    {
        float[][] maps = [.. Maps.Select(map => map.Voxels), Scanner.LabelMap(new HeadAnatomy(12, "person1"), Coarse).Voxels];
        for (int a = 0; a < maps.Length; a++)
            for (int b = 0; b < a; b++)
                Assert.True(BrainDice(maps[a], maps[b]) < 0.97, $"heads {b} and {a} have the same brain");
    }

    [Fact]
    public void Should_hold_every_tissue()
    {
        foreach (HeadAnatomy person in People.Take(2))
        {
            // The lens is small: it is looked for on a fine grid
            var fine = new Grid(new Size3(128, 150, 144), Affine.FromSpacing(Spacing.Isotropic(1.5), -96, -112, -124));
            HashSet<float> found = [.. Scanner.LabelMap(person, fine).Voxels];
            Assert.Equal(Enum.GetValues<Tissue>().Select(tissue => (float)tissue), found.Order());
        }
    }

    [Fact]
    public void Should_have_a_brain_of_one_piece_and_adult_volume()
    {
        foreach (Volume map in Maps)
        {
            Mask brain = BrainOf(map);
            double millilitres = brain.Count * Math.Pow(Millimetres, 3) / 1000;
            Assert.InRange(millilitres, 900, 1800);
            Assert.True(Components.Sizes(brain).Max() > 0.999 * brain.Count, "the brain is in pieces");
        }
    }

    [Fact]
    public void Should_keep_the_tissues_in_adult_proportion()
    {
        foreach (Volume map in Maps)
        {
            double Share(params Tissue[] tissues) => map.Voxels.Count(v => tissues.Contains((Tissue)v)) / (double)BrainOf(map).Count;
            Assert.InRange(Share(Tissue.GreyMatter), 0.2, 0.5);
            Assert.InRange(Share(Tissue.WhiteMatter), 0.22, 0.5);
            Assert.InRange(Share(Tissue.Ventricle), 0.005, 0.08);
            Assert.InRange(Share(Tissue.CerebellarGrey, Tissue.CerebellarWhite), 0.05, 0.16);
        }
    }

    [Fact]
    public void Should_keep_the_brain_inside_the_skull()
    {
        for (int i = 0; i < People.Length; i++)
        {
            float[] map = Maps[i].Voxels;
            for (int v = 0; v < map.Length; v++)
            {
                if (!Tissues.IsBrain((Tissue)map[v])) continue;
                Vector3 at = Scanner.World(Coarse, v % Coarse.Size.X, v / Coarse.Size.X % Coarse.Size.Y, v / (Coarse.Size.X * Coarse.Size.Y));
                foreach (Vector3 step in new[] { Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ })
                {
                    Assert.NotEqual(Tissue.Air, People[i].TissueAt(at + 4 * step));
                    Assert.NotEqual(Tissue.Air, People[i].TissueAt(at - 4 * step));
                }
            }
        }
    }

    [Fact]
    public void Should_widen_ventricles_and_sulci_with_age()
    {
        HeadAnatomy[] crowd = [.. Enumerable.Range(0, 40).Select(i => new HeadAnatomy(3, $"p{i}"))];
        HeadAnatomy young = crowd.MinBy(p => p.Age)!, old = crowd.MaxBy(p => p.Age)!;
        Assert.True(old.Age - young.Age > 40);
        Assert.True(FluidShare(old) > 1.15 * FluidShare(young));
    }

    static double FluidShare(HeadAnatomy person)
    {
        float[] map = Scanner.LabelMap(person, Coarse).Voxels;
        return map.Count(v => (Tissue)v is Tissue.Ventricle or Tissue.SulcalCsf) / (double)map.Count(v => Tissues.IsBrain((Tissue)v));
    }

    static Mask BrainOf(Volume map) => new(map.Grid, Array.ConvertAll(map.Voxels, v => (byte)(Tissues.IsBrain((Tissue)v) ? 1 : 0)));

    static double BrainDice(float[] a, float[] b)
    {
        bool Is(float v) => Tissues.IsBrain((Tissue)v);
        return 2.0 * a.Zip(b).Count(pair => Is(pair.First) && Is(pair.Second)) / (a.Count(Is) + b.Count(Is));
    }
}
