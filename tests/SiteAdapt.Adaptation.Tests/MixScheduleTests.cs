using System.Globalization;

namespace SiteAdapt.Adaptation.Tests;

public class MixScheduleTests
{
    static readonly MixSchedule Paper = new(MixShape.Paper), Published = new(MixShape.Published);

    /// <summary>Columns: epoch, target samples of the paper, target samples of the published code, learning rate.</summary>
    static readonly double[][] Golden = [.. File.ReadLines("goldens/mmtl_schedule.tsv").Skip(1)
        .Select(line => line.Split('\t').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    static readonly (int Epochs, int Batch)[] Sizes =
        [.. from epochs in new[] { 1, 2, 7, 15, 16, 30, 60, 61, 100 } from batch in new[] { 1, 2, 5, 16, 33 } select (epochs, batch)];

    [Fact]
    public void Should_equal_the_published_schedules_at_full_size()
    {
        Assert.Equal(60, Golden.Length);
        foreach (double[] row in Golden)
        {
            Assert.Equal((int)row[1], Paper.TargetCount((int)row[0], 60, 16));
            Assert.Equal((int)row[2], Published.TargetCount((int)row[0], 60, 16));
        }
    }

    [Fact]
    public void Should_never_leave_the_batch_nor_fall_at_any_size()
    {
        foreach (var (epochs, batch) in Sizes)
            foreach (var mix in new[] { Paper, Published, Paper with { First = 1 }, new MixSchedule(MixShape.Constant, 0.3) })
            {
                int[] counts = [.. Enumerable.Range(0, epochs).Select(epoch => mix.TargetCount(epoch, epochs, batch))];
                Assert.All(counts, count => Assert.InRange(count, 0, batch));
                Assert.Equal(counts.Order(), counts);
            }
    }

    [Fact]
    public void Should_start_the_paper_ramp_without_target_and_never_end_with_target_alone()
    {
        foreach (var (epochs, batch) in Sizes)
        {
            Assert.Equal(0, Paper.TargetCount(0, epochs, batch));
            Assert.True(Paper.TargetCount(epochs - 1, epochs, batch) < batch);
            Assert.Equal(Math.Min(1, batch), (Paper with { First = 1 }).TargetCount(0, epochs, batch));
            Assert.Equal(1, Published.TargetCount(0, epochs, batch));
        }
    }

    [Fact]
    public void Should_take_exact_shares_where_floating_point_would_not() =>
        // 0.29 * 100 is 28.999999999999996 in floating point.
        Assert.Equal(29, Paper.TargetCount(29, 100, 100));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 8)]
    [InlineData(0.1, 2)]
    [InlineData(1, 16)]
    public void Should_keep_a_constant_share(double share, int expected)
    {
        var mix = new MixSchedule(MixShape.Constant, share);
        Assert.All(Enumerable.Range(0, 60), epoch => Assert.Equal(expected, mix.TargetCount(epoch, 60, 16)));
    }

    [Fact]
    public void Should_fill_the_batch_with_target_samples_without_a_mix()
    {
        Assert.Equal(16, MixSchedule.TargetOnly.TargetCount(0, 60, 16));
        Assert.False(MixSchedule.TargetOnly.NeedsSource);
        Assert.All([Paper, Published, new MixSchedule(MixShape.Constant, 1)], mix => Assert.True(mix.NeedsSource));
    }

    [Fact]
    public void Should_have_the_names_that_the_option_takes() =>
        Assert.Equal(["target-only", "paper", "published", "constant:0.25"],
            new[] { MixSchedule.TargetOnly, Paper, Published, new MixSchedule(MixShape.Constant, 0.25) }.Select(mix => mix.ToString()));
}
