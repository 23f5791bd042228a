namespace SiteAdapt.Imaging.Tests;

public sealed class AffineTests
{
    static readonly Affine Sheared = new(0.9, 0.1, -0.3, 4, -0.2, 1.4, 0.5, -8, 0.05, 0.3, 2.5, 16);

    [Fact]
    public void Should_come_back_through_its_inverse()
    {
        var identity = Affine.FromSpacing(Spacing.Isotropic(1));
        Assert.True(Sheared.Compose(Sheared.Inverse()).ApproximatelyEquals(identity, 1e-12));
        Assert.True(Sheared.Inverse().Compose(Sheared).ApproximatelyEquals(identity, 1e-12));
        Assert.Throws<InvalidOperationException>(() => Affine.FromSpacing(new(1, 0, 1)).Inverse());
    }

    [Fact]
    public void Should_compose_as_applying_one_after_the_other()
    {
        var other = new Affine(0, 2, 0, 1, -1, 0, 0.5, 2, 0, 0.1, 3, 3);
        var inner = other.Apply(3, -2, 7);
        Assert.Equal(Sheared.Apply(inner.X, inner.Y, inner.Z).Z, Sheared.Compose(other).Apply(3, -2, 7).Z, 1e-12);
        Assert.Equal(Sheared.Apply(inner.X, inner.Y, inner.Z).X, Sheared.Compose(other).Apply(3, -2, 7).X, 1e-12);
        Assert.Equal(Sheared.Determinant * other.Determinant, Sheared.Compose(other).Determinant, 1e-12);
    }

    [Fact]
    public void Should_tell_how_far_corners_are_apart()
    {
        var one = Affine.FromSpacing(Spacing.Isotropic(1));
        Assert.Equal(5, one.CornerDisplacement(one with { M03 = 3, M13 = 4 }, new(10, 10, 10)), 1e-12);
        Assert.Equal(0.9, one.CornerDisplacement(one with { M22 = 1.1 }, new(10, 10, 10)), 1e-12);
        Assert.True(double.IsNaN(one.CornerDisplacement(one with { M03 = double.NaN }, new(10, 10, 10))));
    }
}
