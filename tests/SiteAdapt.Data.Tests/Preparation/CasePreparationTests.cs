using System.Collections.Immutable;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class CasePreparationTests : IDisposable
{
    static readonly TaskSettings Native = TaskPresets.Brain with { Spacing = null };

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static Grid GridOf(int x, int y, int z, double mm = 1) => Grid.FromSpacing(new Size3(x, y, z), Spacing.Isotropic(mm));

    [Theory]
    [InlineData(SlicingAxis.Axial, 2)]
    [InlineData(SlicingAxis.Coronal, 1)]
    [InlineData(SlicingAxis.Sagittal, 0)]
    public void Should_cut_slices_with_height_and_width_in_axis_order(SlicingAxis axis, int across)
    {
        Grid grid = GridOf(3, 4, 5);
        float[] voxels = [.. Enumerable.Range(0, 60).Select(i => i / 59f)];
        PreparedVolume p = CasePreparation.Prepare(new Volume(grid, voxels),
            Native with { SlicingAxis = axis, Intensity = new(IntensityKind.ClipAndScale, 0, 100) }, "x");
        int[] others = [.. new[] { 0, 1, 2 }.Except([across])];
        Assert.Equal((grid.Size[across], grid.Size[others[0]], grid.Size[others[1]]), (p.Geometry.SliceCount, p.Geometry.Height, p.Geometry.Width));
        int[] at = new int[3];
        for (int s = 0, i = 0; s < p.Geometry.SliceCount; s++)
            for (int h = 0; h < p.Geometry.Height; h++)
                for (int w = 0; w < p.Geometry.Width; w++, i++)
                {
                    (at[across], at[others[0]], at[others[1]]) = (s, h, w);
                    Assert.Equal(voxels[at[0] + 3 * (at[1] + 4 * at[2])], p.Image[i], 6);
                }
        Assert.Equal(p.Image, p.Geometry.ToSlices(p.Geometry.FromSlices(p.Image)));
    }

    [Fact]
    public void Should_find_the_axial_axis_in_the_files_own_order()
    {
        // Array axes run to superior, left, anterior
        var grid = new Grid(new Size3(5, 3, 4), new Affine(0, -1, 0, 2, 0, 0, 1, 0, 1, 0, 0, 0));
        PreparedGeometry file = PreparedGeometry.Of(grid, Native with { Orientation = OrientationPolicy.File });
        PreparedGeometry canonical = PreparedGeometry.Of(grid, Native);
        PreparedGeometry last = PreparedGeometry.Of(grid, Native with { Orientation = OrientationPolicy.File, SlicingAxis = SlicingAxis.LastArrayAxis });
        Assert.Equal((5, 3, 4), (file.SliceCount, file.Height, file.Width));
        Assert.Equal((5, 3, 4), (canonical.SliceCount, canonical.Height, canonical.Width));
        Assert.Equal((4, 5, 3), (last.SliceCount, last.Height, last.Width));
        float[] voxels = [.. Enumerable.Range(0, 60).Select(i => (float)i)];
        float[] there = canonical.Map.ToCanonical(voxels);
        Assert.Equal(voxels, canonical.ToFileGrid(there).Voxels);
        Assert.Equal(grid, canonical.ToFileGrid(there).Grid);
    }

    [Fact]
    public void Should_carry_the_effective_spacing_and_mark_structures_by_bits()
    {
        Case c = TestCases.Write(folder, GridOf(20, 18, 16, 0.9));
        TaskSettings task = TaskPresets.Brain with { Structures = [Structure.AnyPositive("all"), new("right", [2])] };
        PreparedVolume p = CasePreparation.Prepare(c, task);
        Assert.Equal(new Size3(18, 16, 14), p.Geometry.Grid.Size);
        Assert.Equal(19 * 0.9 / 17, p.Geometry.Grid.Spacing.X, 6);
        Assert.True(p.Image.Min() == 0 && p.Image.Max() == 1);
        Volume label = Nifti.Read(c.Label!).Volume;
        byte[] bits = p.Geometry.FromSlices(p.Label!);
        Assert.Equal(Alone(v => v > 0), bits.Select(b => (byte)(b & 1)));
        Assert.Equal(Alone(v => v == 2), bits.Select(b => (byte)(b >> 1)));

        byte[] Alone(Func<float, bool> belongs) => Resample.MaskToSpacing(
            new Mask(label.Grid, Array.ConvertAll(label.Voxels, v => belongs(v) ? (byte)1 : (byte)0)), Spacing.Isotropic(1)).Voxels;
    }

    [Fact]
    public void Should_prepare_the_same_head_alike_in_any_array_order()
    {
        Case c = TestCases.Write(folder, GridOf(12, 10, 14, 1.3));
        PreparedVolume expected = CasePreparation.Prepare(c, TaskPresets.Brain);
        Volume v = Nifti.Read(c.Image).Volume;
        // Array axes x' = -z, y' = x, z' = -y
        var turn = new AxisMap(v.Grid, 2, 0, 1, true, false, true);
        PreparedVolume turned = CasePreparation.Prepare(new Volume(turn.CanonicalGrid, turn.ToCanonical(v.Voxels)), TaskPresets.Brain, "turned");
        Assert.Equal(expected.Image, turned.Image);
        Assert.Equal(expected.Geometry.Grid, turned.Geometry.Grid);
    }

    [Fact]
    public void Should_refuse_voxels_that_are_no_numbers()
    {
        Case c = TestCases.Write(folder, GridOf(6, 6, 6));
        Volume image = Nifti.Read(c.Image).Volume;
        image.Voxels[6 * 6 * 2 + 6 * 3 + 4] = float.NaN;
        image.Voxels[215] = float.PositiveInfinity;
        Nifti.Write(c.Image, image);
        string message = Assert.Throws<InputException>(() => CasePreparation.Prepare(c, TaskPresets.Brain)).Message;
        Assert.Contains("case 'case1' of site 'site'", message);
        Assert.Contains("2 voxels that are not finite numbers, the first (NaN) at (4, 3, 2)", message);
    }

    [Fact]
    public void Should_refuse_a_label_on_another_grid_or_of_probabilities()
    {
        Case c = TestCases.Write(folder, GridOf(6, 6, 6));
        Volume label = Nifti.Read(c.Label!).Volume;
        Nifti.Write(c.Label!, new Volume(GridOf(6, 6, 6, 1.1), label.Voxels));
        Assert.Contains("image and label are not on the same grid", Assert.Throws<InputException>(() => CasePreparation.Prepare(c, TaskPresets.Brain)).Message);
        label.Voxels[7] = 0.25f;
        Nifti.Write(c.Label!, label);
        Assert.Contains("the value 0.25 at voxel 7", Assert.Throws<InputException>(() => CasePreparation.Prepare(c, TaskPresets.Brain)).Message);
    }

    [Fact]
    public void Should_normalise_by_mean_and_deviation_when_asked()
    {
        Case c = TestCases.Write(folder, GridOf(8, 8, 8)) with { Label = null };
        PreparedVolume p = CasePreparation.Prepare(c, Native with { Intensity = new(IntensityKind.ZScore) });
        Assert.Null(p.Label);
        Assert.Equal(0, p.Image.Average(), 4);
        Assert.Equal(1, p.Image.Average(v => v * v), 4);
    }
}
