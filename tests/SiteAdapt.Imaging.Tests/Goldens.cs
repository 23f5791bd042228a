using System.Globalization;

namespace SiteAdapt.Imaging.Tests;

/// <summary>Reads the files of goldens/ and asks for agreement with them.</summary>
static class Goldens
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "goldens", name);

    /// <summary>Rows of a tab-separated file by column name.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        string[] lines = File.ReadAllLines(PathOf(name));
        string[] columns = lines[0].Split('\t');
        return lines.Skip(1).Where(line => line.Length > 0)
            .Select(line => columns.Zip(line.Split('\t')).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    public static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>Equal to a relative tolerance (absolute below 1); NaN only equals NaN and infinity only infinity.</summary>
    public static void AssertClose(double expected, double actual, double tolerance, string what)
    {
        bool close = double.IsFinite(expected)
            ? Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected))
            : expected.Equals(actual);
        Assert.True(close, string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, was {actual:R}"));
    }

    public static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) AssertClose(expected[i], actual[i], tolerance, $"{what}[{i}]");
    }
}
