using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What a report says, computed once: the page and the files are views of it.</summary>
public sealed class ReportContent
{
    ReportContent(StudyStatus status, StudyScores scores)
    {
        (Plan, Status, Metrics) = (scores.Plan, status, scores.Metrics);
        Runs = StudyResults.Collect(scores);
        Cells = scores.Of(Headline);
        Tables = [.. Metrics.SelectMany(metric => ResultTables.Of(metric == Headline ? Cells : scores.Of(metric)))];
        (Relations, RelationsNotAsked) = PaperRelations.Read(Cells);
    }

    public StudyPlan Plan { get; }

    public StudyStatus Status { get; }

    /// <summary>Colours and markers of the study's methods.</summary>
    public MethodLooks Looks => MethodLooks.Of(Plan.Study);

    /// <summary>The one that the study is judged by first.</summary>
    public IReadOnlyList<MetricText> Metrics { get; }

    public MetricText Headline => Metrics[0];

    /// <summary>Of the metric that the study is judged by.</summary>
    public IReadOnlyList<CellScores> Cells { get; }

    /// <summary>Of all metrics.</summary>
    public IReadOnlyList<ResultTable> Tables { get; }

    /// <summary>What the tables are made of.</summary>
    public IReadOnlyList<StudyRow> Runs { get; }

    public IReadOnlyList<Claim> Relations { get; }

    /// <summary>Statements of the paper that the study cannot speak to.</summary>
    public IReadOnlyList<string> RelationsNotAsked { get; }

    /// <summary>Whether every unit is done.</summary>
    public bool IsComplete => Status[UnitState.Done] == Plan.Units.Count;

    /// <summary>Pairs of sites, in the plan's order.</summary>
    public IReadOnlyList<StudyPair> Pairs => [.. Plan.Results.Select(result => result.Pair).DistinctBy(pair => (pair.SourceName, pair.Target))];

    /// <summary>Reads the study's folders as they are now.</summary>
    /// <exception cref="Imaging.InputException">A file in them cannot be read.</exception>
    public static ReportContent Of(StudyPlan plan) => Of(StudyScores.Read(plan));

    public static ReportContent Of(StudyScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return new ReportContent(StudyStatus.Of(scores.Plan), scores);
    }

    /// <summary>"SGD, recalibrated statistics": what tells a table from others of its metric and place; a study's only statistics are not named.</summary>
    public string NameOf(ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        bool isNamed = table.NormStatistics != NormSource.Own || Tables.Any(other => other.NormStatistics != NormSource.Own);
        return PageText.Name(table.Optimizer) + (isNamed ? $", {table.NormStatistics.ToString().ToLowerInvariant()} statistics" : "");
    }

    public IEnumerable<ResultTable> TablesOf(MetricText metric, ScorePlace place, NormSource norm) =>
        Tables.Where(table => table.Metric == metric.Key && table.Place == place && table.NormStatistics == norm);
}
