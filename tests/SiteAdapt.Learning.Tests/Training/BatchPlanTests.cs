namespace SiteAdapt.Learning.Tests;

public sealed class BatchPlanTests : IDisposable
{
    readonly TinySites sites = new();
    readonly TrainingData data;

    public BatchPlanTests() => data = sites.Data();

    public void Dispose()
    {
        data.Dispose();
        sites.Dispose();
    }

    /// <summary>Target samples: as many as the epoch says; source samples: the rest of five.</summary>
    BatchPlan Plan(long seed = 1) => new(
        [new SampleStream("target", data.Pool(["b"], null), 16, seed), new SampleStream("source", data.Pool(["a"], null), 16, seed)],
        epoch => [epoch, 5 - epoch], stepsPerEpoch: 3);

    static List<(string, int, int)> Draw(BatchPlan plan, int first, int end) =>
        [.. Enumerable.Range(first, end - first).SelectMany(plan.Draw).Select(sample => (sample.Case.Case.Id, sample.Slice, sample.Role))];

    [Fact]
    public void Should_take_the_counts_of_the_epoch_stream_after_stream()
    {
        var plan = Plan();
        for (int step = 0; step < 15; step++)
        {
            int epoch = step / 3;
            Assert.Equal([.. Enumerable.Repeat(0, epoch), .. Enumerable.Repeat(1, 5 - epoch)], plan.Draw(step).Select(sample => sample.Role));
        }
    }

    [Fact]
    public void Should_name_the_site_that_each_role_draws_from() =>
        Assert.All(Plan().Draw(6), sample => Assert.Equal(sample.Role == 0 ? "b" : "a", sample.Case.Case.Site));

    [Fact]
    public void Should_be_determined_by_the_seed()
    {
        Assert.Equal(Draw(Plan(), 0, 15), Draw(Plan(), 0, 15));
        Assert.NotEqual(Draw(Plan(), 0, 15), Draw(Plan(seed: 2), 0, 15));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Should_go_on_identically_from_states(int step)
    {
        var plan = Plan();
        Draw(plan, 0, step);
        var states = plan.States;
        var expected = Draw(plan, step, 15);
        var restored = Plan(seed: 8);
        restored.Restore(states);
        Assert.Equal(expected, Draw(restored, step, 15));
    }

    [Fact]
    public void Should_refuse_states_without_one_of_the_streams()
    {
        var states = Plan().States.Where(pair => pair.Key == "target").ToDictionary();
        var fault = Assert.Throws<FormatException>(() => Plan().Restore(states));
        Assert.Contains("'source'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_fill_batches_from_a_single_stream()
    {
        var plan = BatchPlan.Single(new SampleStream("source", data.Pool(["a"], null), 16, 1), TinySites.Training);
        Assert.All(Enumerable.Range(0, 6), step => Assert.Equal(TinySites.Training.BatchSize, plan.Draw(step).Count));
    }
}
