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
