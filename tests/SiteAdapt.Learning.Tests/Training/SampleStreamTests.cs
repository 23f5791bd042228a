using SiteAdapt.Data;

namespace SiteAdapt.Learning.Tests;

public sealed class SampleStreamTests : IDisposable
{
    readonly TinySites sites = new(sites: 1, subjects: 5);
    readonly TrainingData data;
    readonly IReadOnlyList<PoolCase> pool;

    public SampleStreamTests()
    {
        data = sites.Data();
        pool = data.Pool(["a"], null);
    }

    public void Dispose()
    {
        data.Dispose();
        sites.Dispose();
    }

    SampleStream Stream(string role = "source", long seed = 1, IReadOnlyList<PoolCase>? from = null) => new(role, from ?? pool, 16, seed);

    static List<(string, int, SliceWindow)> Draw(SampleStream stream, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => stream.Next(0)).Select(sample => (sample.Case.Case.Id, sample.Slice, sample.Window))];

    [Fact]
    public void Should_draw_the_same_samples_with_the_same_seed_and_role()
    {
        Assert.Equal(Draw(Stream(), 100), Draw(Stream(), 100));
        Assert.NotEqual(Draw(Stream(), 100), Draw(Stream(seed: 2), 100));
    }

    [Fact]
    public void Should_draw_other_samples_in_another_role_with_the_same_seed()
    {
        var (source, target) = (Draw(Stream("source"), 400), Draw(Stream("target"), 400));
        // Patients, slices and windows each go their own way: about as many agree as chance has it (1/3, 1/12, 1/9 and 1/13).
        Assert.InRange(source.Zip(target, (a, b) => a.Item1 == b.Item1).Count(same => same), 90, 180);
        Assert.InRange(source.Zip(target, (a, b) => a.Item2 == b.Item2).Count(same => same), 12, 66);
        Assert.InRange(source.Zip(target, (a, b) => a.Item3.Top == b.Item3.Top).Count(same => same), 18, 85);
    }

    [Fact]
    public void Should_go_on_identically_from_a_state()
    {
        var stream = Stream();
        Draw(stream, 17);
        string state = stream.State;
        var expected = Draw(stream, 50);
        var restored = Stream(seed: 99);
        restored.State = state;
        Assert.Equal(expected, Draw(restored, 50));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    public void Should_refuse_a_state_of_another_length(string state) => Assert.Throws<FormatException>(() => Stream().State = state);

    [Fact]
    public void Should_draw_patients_slices_and_windows_uniformly_and_windows_inside()
    {
        var drawn = Draw(Stream(), 6000);
        Even(drawn.Select(item => item.Item1), 3);
        Even(drawn.Select(item => item.Item2), 12);
        Even(drawn.Select(item => item.Item3.Top), TinySites.Size.X - 16 + 1);
        Even(drawn.Select(item => item.Item3.Left), TinySites.Size.Y - 16 + 1);
        Assert.All(drawn, item =>
        {
            Assert.InRange(item.Item3.Top, 0, TinySites.Size.X - 16);
            Assert.InRange(item.Item3.Left, 0, TinySites.Size.Y - 16);
        });
    }

    /// <summary>A patient with few slices is drawn as often as one with many.</summary>
    [Fact]
    public void Should_draw_patients_uniformly_whatever_slices_they_have()
    {
        IReadOnlyList<PoolCase> uneven = [pool[0] with { Slices = [4] }, pool[1], pool[2] with { Slices = [1, 7] }];
        var drawn = Draw(Stream(from: uneven), 3000).ToLookup(item => item.Item1, item => item.Item2);
        Even(drawn.SelectMany(group => group.Select(_ => group.Key)), 3);
        Assert.Equal([4], drawn[uneven[0].Case.Case.Id].Distinct());
        Assert.Equal([1, 7], drawn[uneven[2].Case.Case.Id].Distinct().Order());
    }

    /// <summary>Several sources are one list of patients: a site with three of them is drawn three times as often as a site with one.</summary>
    [Fact]
    public void Should_draw_patients_of_several_sites_uniformly()
    {
        using var several = new TinySites(sites: 3, subjects: 5);
        using var pooled = several.Data();
        var (a, b, c) = (pooled.Pool(["a"], null), pooled.Pool(["b"], null), pooled.Pool(["c"], null));
        IReadOnlyList<PoolCase> all = pooled.Pool(["a", "b", "c"], null);
        Assert.Equal(a.Concat(b).Concat(c).Select(item => item.Case.Case.Id), all.Select(item => item.Case.Case.Id));
        Even(Draw(Stream(from: all), 4000).Select(item => item.Item1), 9);
        var drawn = Draw(Stream(from: [.. a, b[0], .. c]), 4000).Select(item => item.Item1).ToList();
        Even(drawn, 7);
    }

    [Fact]
    public void Should_refuse_an_empty_pool() => Assert.Throws<ArgumentException>(() => Stream(from: []));

    /// <summary>Each of the values about equally often: within five standard deviations.</summary>
    static void Even<T>(IEnumerable<T> values, int kinds) where T : notnull
    {
        var counts = values.CountBy(value => value).ToList();
        int total = counts.Sum(pair => pair.Value);
        double expected = (double)total / kinds, deviation = Math.Sqrt(expected * (1 - 1.0 / kinds));
        Assert.Equal(kinds, counts.Count);
        Assert.All(counts, pair => Assert.InRange(pair.Value, expected - 5 * deviation, expected + 5 * deviation));
    }
}
