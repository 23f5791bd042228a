using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>What is in the batches of a mixing method.</summary>
public sealed class SampleStreamsTests : IDisposable
{
    readonly TinySites sites = new(subjects: 5);
    readonly TrainingData data;
    readonly TrainingSettings settings = TinySites.Training with { Epochs = 6, StepsPerEpoch = 4, BatchSize = 8 };

    public SampleStreamsTests() => data = sites.Data();

    public void Dispose()
    {
        data.Dispose();
        sites.Dispose();
    }

    IReadOnlyList<PoolCase> Pool(string site, int? patients = null) => data.Pool([site], patients is { } count ? new SiteAdapt.Data.Budget(count) : null);

    [Theory]
    [InlineData(MixShape.Paper)]
    [InlineData(MixShape.Published)]
    [InlineData(MixShape.Constant)]
    [InlineData(MixShape.TargetOnly)]
    public void Should_put_the_scheduled_numbers_into_every_batch_target_first(MixShape shape)
    {
        var mix = new MixSchedule(shape, 0.4);
        var plan = SampleStreams.Plan(mix, Pool("b", 1), Pool("a"), settings, window: 16);
        for (int step = 0; step < settings.TotalSteps; step++)
        {
            var names = plan.Draw(step).Select(sample => sample.Case.Case.Site).ToList();
            int target = mix.TargetCount(step / settings.StepsPerEpoch, settings.Epochs, settings.BatchSize);
            Assert.Equal([.. Enumerable.Repeat("b", target), .. Enumerable.Repeat("a", settings.BatchSize - target)], names);
        }
    }

    [Fact]
    public void Should_draw_target_and_source_independently_of_one_another()
    {
        // The paper's ramp takes other numbers from each stream than a constant mix; each stream's sequence is the same.
        var ramp = Sequences(new MixSchedule(MixShape.Paper));
        var constant = Sequences(new MixSchedule(MixShape.Constant, 0.5));
        foreach (string site in new[] { "a", "b" })
        {
            int common = Math.Min(ramp[site].Count, constant[site].Count);
            Assert.True(common > 20);
            Assert.Equal(ramp[site].Take(common), constant[site].Take(common));
        }
        Assert.NotEqual(ramp["a"].Take(20).Select(item => item.Slice), ramp["b"].Take(20).Select(item => item.Slice));
    }

    [Theory]
    [InlineData(1, "subject-a2,subject-b0", "subject-a0,subject-a1")]
    [InlineData(2, "subject-b0,subject-b1", "subject-a0,subject-a1,subject-a2")]
    [InlineData(3, "subject-b1,subject-b2", "subject-a0,subject-a1,subject-a2,subject-b0")]
    public void Should_reproduce_the_published_streams_with_last2(int budget, string target, string source)
    {
        IReadOnlyList<PoolCase> targetPool = InOrder(Pool("b", budget == 3 ? null : budget), budget), sourcePool = InOrder(Pool("a"), 3);
        var plan = SampleStreams.Plan(new MixSchedule(MixShape.Constant, 0.5, Stream: TargetStream.Last2), targetPool, sourcePool, settings, 16);
        var drawn = Enumerable.Range(0, settings.TotalSteps).SelectMany(plan.Draw).ToLookup(sample => sample.Role, sample => sample.Case.Case.Subject);
        Assert.Equal(Names(target, targetPool, sourcePool), drawn[0].Distinct().Order());
        Assert.Equal(Names(source, targetPool, sourcePool), drawn[1].Distinct().Order());
        Assert.Equal(4 * settings.TotalSteps, drawn[0].Count());
    }

    [Fact]
    public void Should_refuse_last2_where_nobody_is_left_for_the_source()
    {
        var fault = Assert.Throws<InputException>(() =>
            SampleStreams.Plan(new MixSchedule(MixShape.Paper, Stream: TargetStream.Last2), Pool("b", 1), Pool("a", 1), settings, 16));
        Assert.Contains("last2", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The pool's order is the split's; the test's names are by place in it.</summary>
    static IReadOnlyList<PoolCase> InOrder(IReadOnlyList<PoolCase> pool, int count)
    {
        Assert.Equal(count, pool.Count);
        return pool;
    }

    static IEnumerable<string> Names(string places, IReadOnlyList<PoolCase> target, IReadOnlyList<PoolCase> source) =>
        places.Split(',').Select(place => (place[^2] == 'a' ? source : target)[place[^1] - '0'].Case.Case.Subject).Order();

    Dictionary<string, List<(string Case, int Slice)>> Sequences(MixSchedule mix)
    {
        var plan = SampleStreams.Plan(mix, Pool("b"), Pool("a"), settings, 16);
        return Enumerable.Range(0, settings.TotalSteps).SelectMany(plan.Draw)
            .GroupBy(sample => sample.Case.Case.Site, sample => (sample.Case.Case.Id, sample.Slice)).ToDictionary(group => group.Key, group => group.ToList());
    }
}
