using System.Text.Json;

namespace SiteAdapt.Studies.Tests;

/// <summary>Against scikit-learn (goldens/tsne_goldens.json, oracles/tsne_oracle.py).</summary>
public sealed class TSneTests
{
    static readonly JsonElement All = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "goldens", "tsne_goldens.json"))).RootElement;

    public static TheoryData<int> Cases => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_give_the_joint_probabilities_of_scikit_learn(int index)
    {
        var golden = All[index];
        var joint = TSneNeighbours.Joint(Data(golden), golden.Number("perplexity"));
        double[][] expected = [.. golden.GetProperty("joint").EnumerateArray().Select(row => row.Numbers())];
        for (int i = 0; i < expected.Length; i++)
            for (int j = 0; j < expected.Length; j++)
                Assert.Equal(expected[i][j], joint[i, j], 2e-7); // entropies are met to 1e-5, there and here
        Assert.Equal(1, joint.Cast<double>().Sum(), 12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_end_with_a_divergence_that_scikit_learn_ends_with(int index)
    {
        var golden = All[index];
        var (places, divergence) = TSne.Embed(Data(golden), golden.Number("perplexity"));
        Assert.InRange(divergence, .95 * golden.Number("lowest"), 1.05 * golden.Number("highest"));
        Assert.Equal(PlainDivergence(places, golden), divergence, 1e-5);
    }

    [Fact]
    public void Should_descend_along_the_gradient_of_the_divergence()
    {
        var points = Data(All[2]);
        var p = TSneNeighbours.Joint(points, 8);
        var y = new double[points.Count, 2];
        for (int i = 0; i < points.Count; i++) (y[i, 0], y[i, 1]) = (points[i][0], points[i][1]);
        var gradient = new double[points.Count, 2];
        TSne.Gradient(y, p, 1, gradient);
        const double h = 1e-5;
        foreach (var (i, d) in new[] { (0, 0), (7, 1), (29, 0) })
        {
            double at = y[i, d];
            y[i, d] = at + h;
            double above = TSne.Divergence(y, p);
            y[i, d] = at - h;
            double below = TSne.Divergence(y, p);
            y[i, d] = at;
            Assert.Equal((above - below) / (2 * h), gradient[i, d], 1e-7);
        }
    }

    [Fact]
    public void Should_keep_clusters_apart()
    {
        var places = TSne.Embed(Data(All[0]), 10).Places;
        double Spread(int first, int count) => places.Skip(first).Take(count).Max(a => places.Skip(first).Take(count).Max(b => Distance(a, b)));
        double Gap(int first, int count) => places.Skip(first).Take(count).Min(a => places.Where((_, i) => i < first || i >= first + count).Min(b => Distance(a, b)));
        Assert.True(Gap(20, 4) > .2 * Spread(0, 20)); // the cluster of four stands by itself
    }

    [Fact]
    public void Should_place_equal_points_and_few_points()
    {
        Assert.Empty(TSne.Embed([], 10).Places);
        Assert.Equal((0, 0), Assert.Single(TSne.Embed([[1, 2]], 10).Places));
        Assert.All(TSne.Embed([[1, 2], [1, 2], [1, 2], [1, 2]], 1).Places, place => Assert.Equal((0, 0), place));
    }

    static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    /// <summary>sum p log(p / q) with the golden's p.</summary>
    static double PlainDivergence(IReadOnlyList<(double X, double Y)> places, JsonElement golden)
    {
        double[][] p = [.. golden.GetProperty("joint").EnumerateArray().Select(row => row.Numbers())];
        double W(int i, int j) => 1 / (1 + Math.Pow(Distance(places[i], places[j]), 2));
        var pairs = Enumerable.Range(0, p.Length).SelectMany(i => Enumerable.Range(0, p.Length).Where(j => j != i).Select(j => (i, j))).ToList();
        double sum = pairs.Sum(pair => W(pair.i, pair.j));
        return pairs.Where(pair => p[pair.i][pair.j] > 0).Sum(pair => p[pair.i][pair.j] * Math.Log(p[pair.i][pair.j] / (W(pair.i, pair.j) / sum)));
    }

    static List<float[]> Data(JsonElement golden) => [.. golden.GetProperty("data").EnumerateArray().Select(row => row.Numbers().Select(value => (float)value).ToArray())];
}
