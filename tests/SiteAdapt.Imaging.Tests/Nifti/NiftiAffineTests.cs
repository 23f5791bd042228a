namespace SiteAdapt.Imaging.Tests;

public sealed class NiftiAffineTests : IDisposable
{
    // Half a turn about z (b = c = 0, d = 1): x and y reversed.
    static readonly double[] HalfTurn = [0, 0, 1, 10, 20, 30];
    static readonly Affine HalfTurned = new(-1.5, 0, 0, 10, 0, -2, 0, 20, 0, 0, 3, 30);

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    NiftiImage Read(NiftiFile file, NiftiOptions? options = null) => Nifti.Read(folder.Write("x.nii", file.Single()), options);

    [Fact]
    public void Should_use_the_qform_where_no_sform_is_set()
    {
        NiftiImage image = Read(new NiftiFile { SformCode = 0, QformCode = 1, Quaternion = HalfTurn });
        Assert.Equal(HalfTurned, image.Volume.Grid.Affine);
        Assert.Equal(AffineSource.Qform, image.Header.AffineSource);
        Assert.Empty(image.Warnings);
    }

    [Theory]
    [InlineData(-1, -3)]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    public void Should_take_handedness_from_the_sign_of_pixdim_0(double qfac, double step)
    {
        var file = new NiftiFile { SformCode = 0, QformCode = 1, Quaternion = HalfTurn, PixDim = [qfac, 1.5, 2, 3, 0, 0, 0, 0] };
        Assert.Equal(HalfTurned with { M22 = step }, Read(file).Volume.Grid.Affine);
    }

    [Fact]
    public void Should_use_spacing_and_say_so_where_neither_is_set()
    {
        NiftiImage image = Read(new NiftiFile { SformCode = 0 });
        Assert.Equal(Affine.FromSpacing(new(1.5, 2, 3)), image.Volume.Grid.Affine);
        Assert.Equal(AffineSource.Spacing, image.Header.AffineSource);
        Assert.Contains(image.Warnings, w => w.Contains("does not say where left is", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_follow_the_policy_where_both_are_set_and_disagree()
    {
        // Furthest apart is voxel (0, 0, 0): (-10, -20, -30) by the sform, (10, 20, 30) by the qform.
        var file = new NiftiFile { QformCode = 1, Quaternion = HalfTurn };
        NiftiImage image = Read(file);
        Assert.Equal(AffineSource.Sform, image.Header.AffineSource);
        Assert.Contains(image.Warnings, w => w.Contains("74.833 mm apart (allowed: 0.1 mm); the sform is used", StringComparison.Ordinal));
        Assert.Equal(HalfTurned, Read(file, new() { OnAffineConflict = AffineConflict.Qform }).Volume.Grid.Affine);
        Assert.Contains("74.833 mm apart", Assert.Throws<InputException>(() => Read(file, new() { OnAffineConflict = AffineConflict.Refuse })).Message, StringComparison.Ordinal);
        Assert.Empty(Read(file, new() { OnAffineConflict = AffineConflict.Refuse, AffineToleranceMm = 80 }).Warnings);
    }

    [Fact]
    public void Should_say_that_the_other_form_is_unusable()
    {
        var file = new NiftiFile { QformCode = 1, Quaternion = [2, 2, 2, 0, 0, 0] };
        Assert.Contains(Read(file).Warnings, w => w.Contains("qform is set (its code is above 0) but its numbers make no grid", StringComparison.Ordinal));
        Assert.Throws<InputException>(() => Read(file, new() { OnAffineConflict = AffineConflict.Qform }));
    }

    [Fact]
    public void Should_say_where_spacing_and_affine_disagree()
    {
        NiftiImage image = Read(new NiftiFile { PixDim = [1, 1.5, 2, 4, 0, 0, 0, 0] });
        Assert.Equal(3, image.Volume.Grid.Spacing.Z, 1e-6);
        Assert.Contains(image.Warnings, w => w.Contains("pixdim says 1.5x2x4 mm, the affine in use 1.5x2x3 mm", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_express_every_orthogonal_grid_as_a_quaternion()
    {
        ulong state = 5;
        foreach (var (axes, flips) in TurnedGrids.All())
            for (int trial = 0; trial < 20; trial++)
            {
                Affine turn = TurnedGrids.Oblique(Next(), Next(), Next(), trial == 0 ? 0 : 180 * Next(), new(0.8, 1.2, 2));
                var image = new Volume(new Grid(new(6, 5, 4), turn), new float[120]);
                Grid grid = TurnedGrids.Store(image, axes, flips).Grid;
                Affine back = Assert.IsType<QuaternionForm>(QuaternionForm.TryFrom(grid)).ToAffine()!;
                Assert.InRange(grid.Affine.CornerDisplacement(back, grid.Size), 0, 0.008);
            }

        double Next()
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            return (state >> 11) / (double)(1UL << 53) * 2 - 1;
        }
    }

    [Fact]
    public void Should_not_express_a_sheared_grid_as_a_quaternion() =>
        Assert.Null(QuaternionForm.TryFrom(new(new(50, 50, 50), new(1, 0.1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0))));
}
