using System.Globalization;

namespace SiteAdapt.Learning.Tests;

public class TrainingSettingsTests
{
    [Fact]
    public void Should_be_the_paper_protocol_by_default()
    {
        var settings = new TrainingSettings();
        Assert.Equal((60, 100, 16, 6000), (settings.Epochs, settings.StepsPerEpoch, settings.BatchSize, settings.TotalSteps));
        Assert.Empty(settings.Faults());
    }

    [Fact]
    public void Should_lower_the_learning_rate_as_the_golden_schedule()
    {
        var settings = new TrainingSettings();
        string[][] rows = [.. File.ReadLines("goldens/mmtl_schedule.tsv").Skip(1).Select(line => line.Split('\t'))];
        Assert.Equal(60, rows.Length);
        foreach (string[] row in rows)
            Assert.Equal(double.Parse(row[3], CultureInfo.InvariantCulture), settings.LearningRateAt(int.Parse(row[0], CultureInfo.InvariantCulture)), 1e-15);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(8, 6)]
    [InlineData(10, 8)]
    [InlineData(1, 1)]
    [InlineData(100, 75)]
    public void Should_scale_the_drop_with_the_number_of_epochs(int epochs, int firstLow)
    {
        var settings = new TrainingSettings { Epochs = epochs, LearningRate = 1 };
        Assert.Equal(firstLow, Enumerable.Range(0, epochs).TakeWhile(epoch => settings.LearningRateAt(epoch) == 1).Count());
        Assert.All(Enumerable.Range(firstLow, epochs - firstLow), epoch => Assert.Equal(0.1, settings.LearningRateAt(epoch)));
    }

    [Fact]
    public void Should_name_every_fault()
    {
        var settings = new TrainingSettings
        {
            Epochs = 0, StepsPerEpoch = -1, BatchSize = 0, LearningRate = double.NaN, DropAt = 0, CheckpointEvery = 0, Threads = 0,
        };
        Assert.Equal(7, settings.Faults().Count());
        Assert.Single(new TrainingSettings { LearningRate = double.PositiveInfinity }.Faults());
        Assert.Contains("at most 1E+30", Assert.Single(new TrainingSettings { LearningRate = 1e38 }.Faults()), StringComparison.Ordinal);
        Assert.Single(new TrainingSettings { LearningRate = 0 }.Faults());
    }
}
