using System.Globalization;
using System.Text.Json;

namespace SiteAdapt.Studies.Tests;

/// <summary>Reads goldens/statistics_goldens.json and asks for agreement to 1e-10.</summary>
static class StatisticsGoldens
{
    const double Tolerance = 1e-10;

    static readonly JsonElement All =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "goldens", "statistics_goldens.json"))).RootElement;

    public static JsonElement Cohort(int index) => All.GetProperty("cohorts")[index];

    public static IEnumerable<JsonElement> Of(string name) => All.GetProperty(name).EnumerateArray();

    public static double[] Numbers(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    public static double Number(this JsonElement golden, string name) => golden.GetProperty(name).GetDouble();

    // The oracle numbers the patients of each site anew: p0 of two sites is two people.
    public static ScoreSet Scores(this JsonElement cases) => ScoreSet.OfCases(cases.EnumerateArray().Select(one => new CaseValue(
        one[0].GetString()!, one[1].GetString()!, one[2].GetInt64(), one[3].GetString()!, one[3].GetString()! + one[4].GetString()!, one[5].ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => double.NaN,
            _ => one[5].GetDouble(),
        })));

    public static BootstrapOptions Options(this JsonElement golden) => new()
    {
        Seed = golden.GetProperty("seed").GetInt64(),
        Resamples = golden.GetProperty("resamples").GetInt32(),
        Level = golden.GetProperty("level").GetDouble(),
    };

    public static void AssertClose(double expected, double? actual) => Assert.True(
        actual is { } value && Math.Abs(expected - value) <= Tolerance,
        string.Create(CultureInfo.InvariantCulture, $"expected {expected:R}, was {actual:R}"));

    /// <summary>Small p-values too: to 1e-10 of themselves.</summary>
    public static void AssertRelativelyClose(double expected, double actual) => Assert.True(
        Math.Abs(expected - actual) <= Tolerance * Math.Abs(expected),
        string.Create(CultureInfo.InvariantCulture, $"expected {expected:R}, was {actual:R}"));

    public static void AssertInterval(JsonElement golden, Interval? actual)
    {
        double[] ends = golden.GetProperty("interval").Numbers();
        AssertClose(ends[0], actual?.Low);
        AssertClose(ends[1], actual?.High);
        Assert.Equal(golden.GetProperty("redrawn").GetInt32(), actual!.Redrawn);
    }
}
