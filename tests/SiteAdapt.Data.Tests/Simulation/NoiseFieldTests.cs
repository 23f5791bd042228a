using System.Numerics;

namespace SiteAdapt.Data.Tests;

public class NoiseFieldTests
{
    static NoiseField Make(string name) => new(new RandomStream(5, name), 20, 30, 48, 100);

    static IEnumerable<Vector3> Points(int count)
    {
        var stream = new RandomStream(5, "points");
        float Coordinate() => (float)stream.NextUniform(-95, 95);
        for (int i = 0; i < count; i++) yield return new Vector3(Coordinate(), Coordinate(), Coordinate());
    }

    [Fact]
    public void Should_have_mean_0_and_variance_near_1()
    {
        NoiseField field = Make("a");
        float[] values = [.. Points(20_000).Select(p => field.At(p))];
        Assert.InRange(values.Average(), -0.1, 0.1);
        Assert.InRange(values.Average(v => v * v), 0.7, 1.2);   // reading between lattice points takes some of it
    }

    [Fact]
    public void Should_differ_between_streams()
    {
        NoiseField a = Make("a"), b = Make("b");
        Assert.InRange(Points(5000).Average(p => a.At(p) * b.At(p)), -0.15, 0.15);
    }

    [Fact]
    public void Should_give_the_gradient_of_its_values()
    {
        NoiseField field = Make("a");
        const float Step = 0.02f;
        int agree = 0;
        foreach (Vector3 p in Points(500))
        {
            Assert.Equal(field.At(p), field.At(p, out Vector3 gradient), 1e-5f);
            var slope = new Vector3(Slope(Vector3.UnitX), Slope(Vector3.UnitY), Slope(Vector3.UnitZ));
            if ((slope - gradient).Length() < 0.02f) agree++;
            float Slope(Vector3 axis) => (field.At(p + Step * axis) - field.At(p - Step * axis)) / (2 * Step);
        }
        Assert.True(agree > 480, $"only {agree} of 500 agree; those that straddle a lattice plane may not");
    }

    [Fact]
    public void Should_keep_the_border_value_outside()
    {
        NoiseField field = Make("a");
        Assert.Equal(field.At(new Vector3(100, 7, 3)), field.At(new Vector3(500, 7, 3)), 2e-3f);
    }

    [Fact]
    public void Should_read_a_vector_field_as_three_fields_drawn_in_turn()
    {
        var stream = new RandomStream(5, "v");
        var vectors = new NoiseVectorField(new RandomStream(5, "v"), 60, 90, 8, 100);
        NoiseField x = new(stream, 60, 90, 8, 100), y = new(stream, 60, 90, 8, 100), z = new(stream, 60, 90, 8, 100);
        foreach (Vector3 p in Points(200))
            Assert.True((vectors.At(p) - new Vector3(x.At(p), y.At(p), z.At(p))).Length() < 1e-4f);
    }
}
