using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Learning;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>What <c>evaluate</c> says: every case, and the means of each structure with how many values they are over.</summary>
static class EvaluationReport
{
    public static void Print(IReadOnlyList<CaseScore> scores, string site, Subset subset, NormSource norm, IReadOnlyDictionary<string, double>? gates, RunRecord record, Output output)
    {
        var first = scores[0];
        var structures = scores.GroupBy(score => score.Structure).ToDictionary(group => group.Key, group => group.ToList());
        var result = new
        {
            site,
            split = subset.Name(),
            grid = first.Grid,
            metric_spacing_mm = scores.Select(score => score.Spacing.ToString()).Distinct().ToList(),
            tolerance_mm = first.Scores.ToleranceMm,
            norm_statistics = norm,
            headline = record.Task.Metric.Headline,
            method = (string?)record.Method?["name"],
            means = Evaluation.Means(scores),
            structures = structures.ToDictionary(pair => pair.Key, pair => new { means = Evaluation.Means(pair.Value), counted = Evaluation.Counts(pair.Value) }),
            gates,
            both_empty = Evaluation.BothEmpty(scores),
            cases = scores.Select(CaseValues),
        };
        output.Result(result, console =>
        {
            console.Write(Table(scores, structures, first.Scores.ToleranceMm, record.Task.Metric.Headline));
            console.Line($"{site}, {subset.Name()} cases, {first.Grid.ToString().ToLowerInvariant()} grid; "
                + $"surface metrics used a spacing of {string.Join(" / ", result.metric_spacing_mm)} mm");
            if (gates is not null) console.Line(Gates(gates));
            if (result.both_empty > 0) console.Line($"{result.both_empty} case(s) are empty in both masks and counted as 1");
            foreach (var (name, cases) in structures)
                foreach (var (metric, count) in Evaluation.Counts(cases).Where(pair => pair.Value < cases.Count))
                    console.Line($"{name}: the mean {metric} is over {count} of {cases.Count} cases; in the others it does not exist, because one mask is empty");
        });
    }

    /// <summary>One line on the use of SpotTUNet's gates.</summary>
    public static string Gates(IReadOnlyDictionary<string, double> shares) => string.Create(CultureInfo.InvariantCulture,
        $"the frozen copy was taken for {100 * shares.Values.Average():0} % of the blocks on average; --json gives each block, --gates draws them");

    static object CaseValues(CaseScore score) => new
    {
        @case = score.Case,
        subject = score.Subject,
        structure = score.Structure,
        spacing_mm = score.Spacing.ToString(),
        dice = score.Scores.Dice,
        surface_dice = score.Scores.SurfaceDice,
        hd95 = score.Scores.Hausdorff95,
        hd100 = score.Scores.Hausdorff100,
        asd_ref_to_pred = score.Scores.AsdReferenceToPrediction,
        asd_pred_to_ref = score.Scores.AsdPredictionToReference,
    };

    static Table Table(IReadOnlyList<CaseScore> scores, Dictionary<string, List<CaseScore>> structures, double tolerance, HeadlineScore headline)
    {
        bool several = structures.Count > 1;
        var (first, second) = InOrder(headline, $">surface\nDice {Tables.Tolerance(tolerance)}", ">Dice");
        var table = Tables.Make("case", first, second, ">HD95\nmm", ">HD100\nmm", ">ref-pred\nASD mm", ">pred-ref\nASD mm");
        foreach (var score in scores)
            Row(several ? $"{score.Case} {score.Structure}" : score.Case, score.Scores.SurfaceDice, score.Scores.Dice, score.Scores.Hausdorff95,
                score.Scores.Hausdorff100, score.Scores.AsdReferenceToPrediction, score.Scores.AsdPredictionToReference);
        foreach (var (name, cases) in structures)
        {
            var means = Evaluation.Means(cases);
            Row(several ? $"mean {name}" : "mean", means["surface_dice"], means["dice"], means["hd95"], means["hd100"], means["asd_ref_to_pred"], means["asd_pred_to_ref"]);
        }
        return table;

        void Row(string name, double surfaceDice, double dice, params double[] distances)
        {
            var (before, after) = InOrder(headline, Tables.Score(surfaceDice), Tables.Score(dice));
            Tables.Row(table, [name, before, after, .. distances.Select(Tables.Millimetres)]);
        }
    }

    /// <summary>The score that the task is mainly judged by stands first.</summary>
    static (string First, string Second) InOrder(HeadlineScore headline, string surfaceDice, string dice) =>
        headline == HeadlineScore.Dice ? (dice, surfaceDice) : (surfaceDice, dice);
}
