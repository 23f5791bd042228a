using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class PublishedTablesTests
{
    static PublishedTable Table(int number) => PublishedTables.All.Single(table => table.Number == number);

    static IReadOnlyList<string> Sites(PublishedTable table) => [.. table.Study.Sites.Select(site => site.Name)];

    [Theory]
    [InlineData(2, OptimizerKind.Sgd, "1080", "octl", 0.8698, 0.0083)]
    [InlineData(2, OptimizerKind.Adam, "90", "l2sp", 0.8841, 0.0013)]
    [InlineData(4, OptimizerKind.Adam, "40", "mmtl", 0.8570, 0.0091)]
    public void Should_have_the_papers_numbers(int table, OptimizerKind optimizer, string budget, string method, double mean, double deviation)
    {
        var value = Table(table).Values.Single(value => value.Optimizer == optimizer && value.Budget == budget && value.Method == method);
        Assert.Equal((mean, deviation), (Math.Round(value.Mean, 6), Math.Round(value.Deviation!.Value, 6)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Should_find_the_ready_made_study_the_same_as_its_table(int number)
    {
        var table = Table(number);
        Assert.Empty(table.Differences(table.Study, Sites(table)));
        Assert.Equal(table.Budgets.Count, table.Study.Budgets.Count);
        Assert.Superset(table.Study.Methods.Select(method => method.Label).ToHashSet(), table.Study.Methods.Select(method => method.Label).Concat(table.Values.Select(value => value.Method)).ToHashSet());
        // More seeds, other budgets or a machine with other devices are no other study.
        Assert.Empty(table.Differences(table.Study with { Seeds = [7], Name = "mine", Training = table.Study.Training with { Threads = 4 } }, [.. Sites(table).Reverse()]));
    }

    [Fact]
    public void Should_say_in_what_another_study_differs()
    {
        var table = Table(2);
        Assert.Equal(["the task", "the sites", "the training"], table.Differences(
            table.Study with { Task = table.Study.Task with { Window = 128 }, Training = table.Study.Training with { Epochs = 6 } }, ["one", "two"]));
    }

    [Fact]
    public void Should_stand_beside_ones_own_only_where_the_study_is_the_papers()
    {
        using var folder = new TemporaryFolder();
        var same = Table(4).Study with { Results = folder.File("results"), Manifest = null, Seeds = [0] };
        string Text(StudyDefinition study) => string.Concat(ReportPublished.Of(ReportContent.Of(StudyPlanner.Plan(study))).OfType<TableBlock>().SelectMany(table => table.Rows).Select(row => $"{string.Join(' ', row.Cells.Select(cell => cell.Text))}\n"));
        Assert.Contains("mmtl – 83.2 ± 0.4 – 84.0 ± 0.3 – 85.7 ± 0.9", Text(same), StringComparison.Ordinal);
        Assert.Equal("", Text(same with { Training = same.Training with { Epochs = 3 } }));
    }
}
