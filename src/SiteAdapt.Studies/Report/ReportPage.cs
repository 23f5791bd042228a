using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The page of a study, from its results; of a study that is half done it says so and shows what is there.</summary>
public static class ReportPage
{
    /// <summary>What the results say, from the tables to the details.</summary>
    static readonly IReadOnlyList<Func<ReportContent, IEnumerable<Block>>> ResultSections =
    [
        ReportHead.Of,
        content => ReportTables.Of(content, ScorePlace.Target),
        content => ReportTables.Of(content, ScorePlace.Source),
        ReportComparisons.Of,
        ReportRelations.Of,
        ReportPairs.Of,
        ReportPublished.Of,
    ];

    /// <summary>What the models say that were trained; a new section is a line here.</summary>
    static readonly IReadOnlyList<Func<StudyPlan, IReadOnlyList<Block>>> RunSections =
    [
        QualitativeRows.Blocks,
        LearningCurves.Blocks,
        GateUse.Blocks,
        FeatureSpace.Blocks,
    ];

    /// <param name="content">What is said.</param>
    /// <param name="command">What makes the page again.</param>
    public static Page Make(ReportContent content, string command)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new Page(content.Plan.Study.Name, Lead(content),
        [
            .. ResultSections.SelectMany(section => section(content)),
            .. RunSections.SelectMany(section => section(content.Plan)),
            .. ReportDetails.Of(content),
            .. ReportOrigin.Of(content, command),
        ])
        {
            HasContents = true,
            Footer = string.Join(", ", TorchRuntime.Versions.Select(version => $"{version.Key} {version.Value}")),
        };
    }

    static string Lead(ReportContent content)
    {
        var study = content.Plan.Study;
        int methods = study.Methods.Count, pairs = content.Pairs.Count;
        string budgets = study.Budgets.Count == 0 ? "" : $", {Count(study.Budgets.Count, "label budget")}";
        return $"{Count(methods, "method")} on {Count(pairs, "pair")} of {Count(content.Plan.Data.Sites.Count, "site")}{budgets}, "
            + $"{string.Join(" and ", study.Optimizers.Select(optimizer => PageText.Name(optimizer)))}, {Count(study.Seeds.Count, "seed")}. "
            + $"Judged by {content.Headline.Name}: what does each method reach at the target, and what does it forget of the source?";
    }

    internal static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
