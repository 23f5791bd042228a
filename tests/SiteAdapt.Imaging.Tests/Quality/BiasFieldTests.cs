namespace SiteAdapt.Imaging.Tests;

public class BiasFieldTests
{
    /// <summary>A field with a slope and a bow, in units of its logarithm.</summary>
    static double Field(double strength, int x, int y, int z) => strength * ((x - 23.5) / 24 - 0.5 * Math.Pow((y - 21.5) / 22, 2) + 0.3 * (z - 9.5) / 10);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.4)]
    public void Should_recover_a_planted_field_among_tissues_and_noise(double strength)
    {
        var phantom = new Phantom(3);
        var tissues = phantom.Tissues(200, 450, 700);
        var image = phantom.Noisy(Phantom.Make((x, y, z) => tissues(x, y, z) * Math.Exp(Field(strength, x, y, z))), 15);
        double[] logs = [.. Phantom.Make((x, y, z) => Field(strength, x, y, z)).Voxels.Select(value => (double)value)];
        double mean = logs.Average(), expected = Math.Sqrt(logs.Average(value => (value - mean) * (value - mean)));
        var field = BiasField.Fit(image, Phantom.Everywhere)!;
        Assert.Equal(expected, field.Deviation, 0.08 * expected);
        foreach (var (x, y, z) in new[] { (2, 3, 4), (40, 20, 10), (30, 40, 18) })
            Assert.Equal(Field(strength, x, y, z) - mean, Math.Log(field.At(x, y, z, Phantom.Mm)), 0.15 * expected + 0.005);
    }

    [Theory]
    [InlineData(200, 450, 700)]
    [InlineData(100, 300, 900)]
    public void Should_see_hardly_any_field_where_there_is_none_whatever_the_contrast(double dark, double middle, double bright)
    {
        var phantom = new Phantom(4);
        var tissues = phantom.Tissues(dark, middle, bright);
        Assert.InRange(BiasField.Fit(phantom.Noisy(Phantom.Make(tissues), 15), Phantom.Everywhere)!.Deviation, 0, 0.01);
    }

    [Fact]
    public void Should_say_nothing_of_an_image_of_one_value() => Assert.Null(BiasField.Fit(Phantom.Make((_, _, _) => 7), Phantom.Everywhere));

    [Fact]
    public void Should_fit_a_single_slice()
    {
        var phantom = new Phantom(5);
        var tissues = phantom.Tissues(200, 450, 700);
        byte[] slice = [.. Phantom.Make((_, _, z) => z == 9 ? 1 : 0).Voxels.Select(value => (byte)value)];
        Assert.InRange(BiasField.Fit(Phantom.Make((x, y, z) => tissues(x, y, z) * Math.Exp(0.3 * x / 24.0)), slice)!.Deviation, 0.15, 0.2); // 0.3 * sd of 0 .. 47 over 24: 0.173
    }

    [Fact]
    public void Should_solve_equations_and_leave_what_they_do_not_determine_at_zero()
    {
        double[] solved = LinearEquations.Solve(new double[,] { { 0, 2, 1, 7 }, { 1, 1, 0, 3 }, { 2, 0, 1, 5 } });
        Assert.All(solved.Zip([1.0, 2, 3]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        double[] singular = LinearEquations.Solve(new double[,] { { 4, 0, 0, 8 }, { 0, 0, 0, 0 }, { 0, 0, 2, 6 } });
        Assert.Equal([2, 0, 3], singular);
    }
}
