using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class PublishedTablesTests
{
    static PublishedTable Table(int number) => PublishedTables.All.Single(table => table.Number == number);

    static IReadOnlyList<string> Sites(PublishedTable table) => [.. table.Study.Sites.Select(site => site.Name)];

    static readonly Dictionary<string, string> Methods = new()
    {
        ["FTA"] = "fine-tune-all", ["FTF"] = "fine-tune-first", ["L2SP"] = "l2sp", ["ST"] = "spottunet", ["OCTL"] = "octl", ["MMTL"] = "mmtl", ["source_model"] = "none",
    };

    /// <summary>The numbers of a transcription of its own, in percent: budget, pair, optimizer, method, then mean and deviation.</summary>
    static IEnumerable<string> Golden(string file)
    {
        string[][] rows = [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "goldens", file)).Where(line => line.Length > 0).Select(line => line.Split('\t'))];
        string Field(string[] row, string column) => Array.IndexOf(rows[0], column) is >= 0 and var i ? row[i] : "";
        foreach (string[] row in rows.Skip(1))
            foreach (string column in rows[0].Where(column => Methods.ContainsKey(column.Replace("_mean", "", StringComparison.Ordinal))))
            {
                string pair = Field(row, "direction").Replace("->", ">", StringComparison.Ordinal).Replace("ChestX-ray14", "chestxray14", StringComparison.Ordinal).Replace("CheXpert", "chexpert", StringComparison.Ordinal);
                string optimizer = Field(row, "optimizer") is { Length: > 0 } named ? named : file.StartsWith("table3", StringComparison.Ordinal) ? "Sgd" : "Adam";
                string name = column.Replace("_mean", "", StringComparison.Ordinal);
                yield return $"{Field(row, "n_slices")}{Field(row, "n_images")} {pair} {optimizer.ToUpperInvariant()} {Methods[name]} {Field(row, column)} {Field(row, name + "_std")}";
            }
    }

    [Theory]
    [InlineData("table2_cc359_sdice.tsv", 48)]
    [InlineData("table3_source_forgetting_sdice.tsv", 24)]
    [InlineData("table4_prostate_dice_adam.tsv", 18)]
    [InlineData("table5_xray_auc.tsv", 48)]
    public void Should_have_every_number_of_the_papers_tables(string file, int numbers)
    {
        var values = Table(file["table".Length] - '0').Values.Where(value => value.Budget.Length > 0).Select(value => string.Create(CultureInfo.InvariantCulture,
            $"{value.Budget} {value.Pair} {value.Optimizer.ToString().ToUpperInvariant()} {value.Method} {100 * value.Mean:0.00} {100 * value.Deviation:0.00}"));
        Assert.Equal(numbers, Golden(file).Count());
        Assert.Equal(Golden(file).Order(StringComparer.Ordinal), values.Order(StringComparer.Ordinal));
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
        Assert.Subset(table.Study.Methods.Where(method => method.Is(method.Label)).Select(method => method.Label).ToHashSet(), table.Values.Select(value => value.Method).ToHashSet());
        // More seeds, other budgets or a machine with other devices are no other study.
        Assert.Empty(table.Differences(table.Study with { Seeds = [7], Name = "mine", Training = table.Study.Training with { Threads = 4 } }, [.. Sites(table).Reverse()]));
    }

    [Fact]
    public void Should_say_in_what_another_study_differs()
    {
        var table = Table(2);
        Assert.Equal(["the normalisation statistics of the evaluation"], table.Differences(table.Study with { Evaluation = table.Study.Evaluation with { NormStatistics = [NormSource.Recalibrated] } }, Sites(table)));
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
        var posing = same with { Methods = [.. same.Methods.Select(method => method.Label == "mmtl" ? method with { Options = ["mix=constant:0.5"] } : method)] };
        Assert.DoesNotContain("mmtl", Text(posing), StringComparison.Ordinal);
        Assert.Contains("ours – 83.2 ± 0.4", Text(same with { Methods = [.. same.Methods.Select(method => method.Label == "mmtl" ? method with { Label = "ours" } : method)] }), StringComparison.Ordinal);
        Assert.Equal("", Text(same with { Training = same.Training with { Epochs = 3 } }));
    }
}
