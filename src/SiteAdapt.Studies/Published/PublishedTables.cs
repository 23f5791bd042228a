using System.Globalization;
using System.Text;
using System.Text.Json;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A number of the paper's tables, as a fraction.</summary>
/// <param name="Pair">"source>target" where the table is about one pair; empty for a mean over pairs.</param>
/// <param name="Budget">As the paper counts it, in slices or images; empty for a bound.</param>
public sealed record PublishedValue(int Table, OptimizerKind Optimizer, ScorePlace Place, string Pair, string Budget, string Method, double Mean, double? Deviation);

/// <summary>A table of the paper beside the study file that repeats it.</summary>
public sealed record PublishedTable(int Number, StudyDefinition Study, IReadOnlyList<PublishedValue> Values)
{
    /// <summary>The paper's budgets, in the order of the study file's.</summary>
    public IReadOnlyList<string> Budgets => [.. Values.Select(value => value.Budget).Where(budget => budget.Length > 0).Distinct()];

    /// <summary>In what a study is another one than the paper's; empty where its numbers may stand beside the paper's.</summary>
    public IReadOnlyList<string> Differences(StudyDefinition other, IReadOnlyList<string> sites)
    {
        ArgumentNullException.ThrowIfNull(other);
        List<string> differences = [];
        void Same<T>(T mine, T its, string what)
        {
            if (JsonSerializer.Serialize(mine, Json.Line) != JsonSerializer.Serialize(its, Json.Line)) differences.Add(what);
        }
        Same(Study.Task with { Name = "" }, other.Task with { Name = "" }, "the task");
        if (!Study.Sites.Select(site => site.Name).Order(StringComparer.Ordinal).SequenceEqual(sites.Order(StringComparer.Ordinal))) differences.Add("the sites");
        Same(Study.Pairs, other.Pairs, "the pairs of sites");
        Same(Study.Split, other.Split, "the split");
        Same(Ours(Study.Pretraining), Ours(other.Pretraining), "the pre-training");
        Same(Ours(Study.Training), Ours(other.Training), "the training");
        Same(Study.Evaluation.Grid, other.Evaluation.Grid, "the grid of the evaluation");
        if (Study.Evaluation.NormStatistics.Except(other.Evaluation.NormStatistics).Any()) differences.Add("the normalisation statistics of the evaluation");
        return differences;
    }

    /// <summary>What a machine decides is no difference.</summary>
    static TrainingSettings Ours(TrainingSettings training) => training with { Threads = 1, Device = "cpu", Seed = 0 };
}

/// <summary>The paper's Tables 2 to 5, with the ready-made study files of <c>studies/</c> that repeat them.</summary>
public static class PublishedTables
{
    public static IReadOnlyList<PublishedTable> All { get; } =
        [.. Read().GroupBy(value => value.Table).Select(table => new PublishedTable(table.Key, Study($"table{table.Key}"), [.. table]))];

    static StudyDefinition Study(string name) => StudyFile.Parse(Encoding.UTF8.GetString(EmbeddedFile.Read($"{name}.yaml")), $"{name}.yaml");

    static IEnumerable<PublishedValue> Read() =>
        from line in Encoding.UTF8.GetString(EmbeddedFile.Read("published.tsv")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        where char.IsAsciiDigit(line[0])
        let field = line.Split('\t')
        select new PublishedValue(Int(field[0]), Enum.Parse<OptimizerKind>(field[1], ignoreCase: true), Enum.Parse<ScorePlace>(field[2], ignoreCase: true), field[3], field[4], field[5],
            Fraction(field[6]), field[7].Length == 0 ? null : Fraction(field[7]));

    static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static double Fraction(string percent) => double.Parse(percent, CultureInfo.InvariantCulture) / 100;
}
