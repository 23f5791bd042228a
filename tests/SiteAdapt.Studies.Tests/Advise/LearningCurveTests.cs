namespace SiteAdapt.Studies.Tests;

public sealed class LearningCurveTests
{
    static LearningCurve Curve(int patients, int[] sizes, Func<int, int, double> score) => new(sizes.ToDictionary(size => size,
        IReadOnlyDictionary<string, double> (size) => Enumerable.Range(0, patients).ToDictionary(patient => $"p{patient}", patient => score(patient, size))));

    [Fact]
    public void Should_go_on_with_the_logarithm()
    {
        // 0.1 a doubling, for each of four patients: 4 -> 6 patients are 0.585 doublings.
        var more = Curve(4, [1, 2, 3], (patient, size) => 0.2 + 0.05 * patient + 0.1 * Math.Log2(size)).Extrapolate(4, 2)!;
        Assert.Equal(0.1 * Math.Log2(1.5), more.Mean, 10);
        Assert.Equal(more.Mean, more.Low!.Value, 8);
    }

    [Fact]
    public void Should_be_as_wide_as_the_patients_disagree()
    {
        var more = Curve(3, [1, 2], (patient, size) => 0.5 + 0.1 * (patient - 1) * Math.Log2(size)).Extrapolate(3, 2)!;
        Assert.Equal(0, more.Mean, 12);
        double growth = Math.Log2(5 / 3.0);
        Assert.Equal(4.302652730 * 0.1 * growth / Math.Sqrt(3), more.High!.Value, 6);
    }

    [Fact]
    public void Should_never_promise_more_than_a_perfect_score()
    {
        var more = Curve(3, [1, 2], (patient, size) => 0.7 + (0.05 + 0.1 * patient) * Math.Log2(size)).Extrapolate(3, 30)!;
        Assert.True(0.85 + more.High <= 1 + 1e-12, $"{more}");
    }

    [Fact]
    public void Should_say_nothing_of_too_few()
    {
        Assert.Null(Curve(2, [1, 2], (_, size) => 0.1 * size).Extrapolate(2, 2));
        Assert.Null(Curve(4, [1], (_, size) => 0.1 * size).Extrapolate(4, 2));
    }
}
