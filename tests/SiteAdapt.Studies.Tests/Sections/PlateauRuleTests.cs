using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class PlateauRuleTests
{
    const double Rate = 1e-3;

    [Fact]
    public void Should_find_a_curve_flat_that_has_come_to_its_end() => Assert.Equal(LossTrend.Plateau, Judge(60, epoch => .2 + Math.Exp(-epoch / 3.0)));

    [Fact]
    public void Should_find_a_curve_falling_that_has_not() => Assert.Equal(LossTrend.Falling, Judge(60, epoch => .2 + Math.Exp(-epoch / 60.0)));

    [Fact]
    public void Should_find_a_curve_rising_that_diverges() => Assert.Equal(LossTrend.Rising, Judge(60, epoch => epoch < 40 ? .3 : .3 * Math.Pow(1.1, epoch - 40)));

    [Fact]
    public void Should_say_that_a_loss_is_no_number() => Assert.Equal(LossTrend.Diverged, Judge(20, epoch => epoch < 15 ? .3 : double.NaN));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Should_say_nothing_of_few_epochs(int epochs) => Assert.Equal(LossTrend.TooShort, Judge(epochs, epoch => 1.0 / (epoch + 1)));

    [Fact]
    public void Should_leave_changes_out_that_nobody_would_train_longer_for() => Assert.Equal(LossTrend.Plateau, Judge(60, epoch => .3 - (1e-5 * epoch)));

    [Fact]
    public void Should_see_through_one_bad_epoch()
    {
        Assert.Equal(LossTrend.Falling, Judge(60, epoch => .2 + Math.Exp(-epoch / 60.0) + (epoch == 57 ? 5 : 0)));
        Assert.Equal(LossTrend.Plateau, Judge(60, epoch => .2 + (epoch == 46 ? 5 : 0)));
    }

    /// <summary>Twelve epochs, the rate lowered after nine, as the small studies: the drop itself is no fall.</summary>
    [Theory]
    [InlineData(0.4, LossTrend.Plateau)]
    [InlineData(30.0, LossTrend.CutShort)]
    public void Should_look_before_the_drop_of_the_learning_rate(double timeConstant, LossTrend expected) =>
        Assert.Equal(expected, PlateauRule.Judge(History(12, epoch => (epoch < 9 ? .3 : .25) + Math.Exp(-Math.Min(epoch, 9) / timeConstant), epoch => epoch < 9 ? Rate : Rate / 10)));

    /// <summary>Three epochs at the lower rate cannot be judged; five can.</summary>
    [Theory]
    [InlineData(9, 12, true)]
    [InlineData(9, 14, false)]
    [InlineData(60, 60, false)] // one rate
    [InlineData(3, 6, false)] // nothing is said of it at all
    public void Should_know_where_the_end_was_not_judged(int drop, int epochs, bool expected)
    {
        var history = History(epochs, epoch => .2 + Math.Exp(-Math.Min(epoch, drop) / 30.0), epoch => epoch < drop ? Rate : Rate / 10);
        Assert.Equal(expected, PlateauRule.IsEndTooShort(history));
    }

    [Fact]
    public void Should_say_of_a_run_whose_end_was_not_judged_when_it_was_read()
    {
        RunLoss Loss(int drop, int epochs) => new(new StudyRun("mmtl", null, null, OptimizerKind.Adam, 0, new PlannedUnit(null!, new UnitReference(UnitKind.Adapt, new string('a', 64)), []) { Title = "mmtl a to b" }),
            History(epochs, epoch => .2 + Math.Exp(-Math.Min(epoch, drop) / 30.0), epoch => epoch < drop ? Rate : Rate / 10));
        var blocks = PlateauBlocks.Of([Loss(9, 12), Loss(9, 14)], MethodLooks.Of(["mmtl"])).ToList();
        var table = Assert.Single(blocks.OfType<TableBlock>());
        Assert.Equal(["Method", "Optimizer", "Runs", "Plateau", "Cut short", "Of these, end too short to judge"], table.Columns.Select(column => column.Head));
        Assert.Equal(["mmtl", "Adam", "2", "0", "2", "1"], table.Rows.Single().Cells.Select(cell => cell.Text));
        Assert.Equal(["still falling when the learning rate was lowered; the end is too short to judge", "cut short"],
            blocks.OfType<FoldedListBlock>().Single().Items.Select(item => item["mmtl a to b: ".Length..item.IndexOf(" (", StringComparison.Ordinal)]));
        Assert.Contains("Of 1, the end is too short to judge", blocks.OfType<CalloutBlock>().Single().Text, StringComparison.Ordinal);
        Assert.DoesNotContain(PlateauBlocks.Of([Loss(9, 14)], MethodLooks.Of([])).OfType<TableBlock>().Single().Columns, column => column.Head.StartsWith("Of these", StringComparison.Ordinal));
    }

    /// <summary>Without a trend, at most one run in twenty is flagged for a fall and one for a rise, whatever the noise between epochs.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void Should_flag_few_of_many_noisy_runs_without_a_trend(int epochs)
    {
        var random = new RandomStream(1, "noise");
        int flagged = Enumerable.Range(0, 1000).Count(_ => Judge(epochs, _ => .3 * (1 + (.2 * random.NextNormal()))) is not LossTrend.Plateau);
        Assert.InRange(flagged, 20, 125); // 100 expected of an exact test with many values; standard deviation 9.5
    }

    [Fact]
    public void Should_find_a_clear_fall_in_noise_nearly_always()
    {
        var random = new RandomStream(2, "noise");
        int found = Enumerable.Range(0, 200).Count(_ => Judge(60, epoch => .6 - (.005 * epoch) + (.02 * random.NextNormal())) is LossTrend.Falling);
        Assert.InRange(found, 180, 200); // over 15 epochs it falls by 0.07, three and a half times the noise of one
    }

    static LossTrend Judge(int epochs, Func<int, double> loss) => PlateauRule.Judge(History(epochs, loss, _ => Rate));

    static List<MetricRow> History(int epochs, Func<int, double> loss, Func<int, double> rate) =>
        [.. Enumerable.Range(0, epochs).Select(epoch => new MetricRow(epoch, 10 * (epoch + 1), loss(epoch), rate(epoch), null))];
}
