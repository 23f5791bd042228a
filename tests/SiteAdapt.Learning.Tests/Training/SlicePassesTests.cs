using SiteAdapt.Data;
using TorchSharp;

namespace SiteAdapt.Learning.Tests;

public sealed class SlicePassesTests : IDisposable
{
    readonly TinySites sites = new();
    readonly TrainingData data;
    readonly IReadOnlyList<PoolCase> pool;

    public SlicePassesTests()
    {
        data = sites.Data();
        pool = data.Pool(["b"], null, labelled: false);
    }

    public void Dispose()
    {
        data.Dispose();
        sites.Dispose();
    }

    [Theory]
    [InlineData(1, 4, 6)]
    [InlineData(1, 5, 5)]
    [InlineData(3, 8, 9)]
    [InlineData(1, 50, 1)]
    public void Should_see_each_slice_once_in_every_pass(int passes, int batch, int count)
    {
        int slices = 2 * TinySites.Size.Z;
        var batches = Draw(passes, batch);
        Assert.Equal(count, batches.Count);
        Assert.All(batches, samples => Assert.Equal(batch, samples.Count));
        foreach (var pass in batches.SelectMany(samples => samples).Chunk(slices).Take(passes))
            Assert.Equal(slices, pass.Distinct().Count());
    }

    [Fact]
    public void Should_mix_patients_and_depend_on_the_seed_alone()
    {
        Assert.Equal(Draw(2, 4), Draw(2, 4));
        Assert.NotEqual(Draw(2, 4), Draw(2, 4, seed: 2));
        Assert.Contains(Draw(1, 4), samples => samples.Select(sample => sample.Case).Distinct().Count() == 2);
    }

    [Fact]
    public void Should_not_prepare_labels_that_are_not_asked_for()
    {
        Assert.All(pool, item => Assert.False(((PreparedCase)item.Case).HasLabel));
        Assert.All(data.Pool(["b"], null), item => Assert.True(((PreparedCase)item.Case).HasLabel));
    }

    List<List<(string Case, int Slice)>> Draw(int passes, int batch, long seed = 1)
    {
        var result = new List<List<(string, int)>>();
        foreach (var drawn in new SlicePasses(pool, passes, batch, TinySites.Task, seed).Batches(torch.CPU))
            using (drawn) result.Add([.. drawn.Samples.Select(sample => (sample.Case.Case.Id, sample.Slice))]);
        return result;
    }
}
