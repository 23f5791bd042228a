using SiteAdapt.Data;
using SiteAdapt.Learning;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>What <c>evaluate</c> says of a classifier: the AUC of each finding and their mean, with intervals over patients.</summary>
static class FindingsReport
{
    public static void Print(SitePredictions predictions, string site, Subset subset, NormSource norm, IReadOnlyDictionary<string, double>? gates, RunRecord record, Output output, CancellationToken stop)
    {
        var table = Auc.Table(predictions.Findings, predictions.Images);
        var bootstrap = AucBootstrap.Run(predictions.Findings, predictions.Images, record.Training.Seed, stop: stop);
        var result = new
        {
            site,
            split = subset.Name(),
            norm_statistics = norm,
            method = (string?)record.Method?["name"],
            head = predictions.Head,
            head_is_of_other_sites = predictions.IsForeign,
            images = predictions.Images.Count,
            patients = predictions.Images.Select(image => image.Subject).Distinct().Count(),
            means = new { auc = table.Mean },
            interval = bootstrap.Mean,
            findings = table.Findings.Zip(bootstrap.Findings, (row, interval) => new { row.Finding, row.Auc, interval, row.Positives, row.Negatives, row.Ignored }),
            gates,
            skipped = table.Skipped,
            not_shared = predictions.NotShared,
        };
        output.Result(result, console =>
        {
            console.Write(Table(table, bootstrap));
            console.Line($"{site}, {subset.Name()}: {Tables.Count(result.images, "image")} of {Tables.Count(result.patients, "patient")}, through the head '{result.head}'; intervals: 95 %, patients resampled");
            if (gates is not null) console.Line(EvaluationReport.Gates(gates));
            if (predictions.IsForeign) console.Line($"the head was not trained for {site}: it is scored on the findings that both have");
            if (result.skipped.Count > 0) console.Line($"not in the mean, because their labels have a single class here: {string.Join(", ", result.skipped)}");
            if (result.not_shared.Count > 0) console.Line($"not scored, because model and site do not share them: {string.Join(", ", result.not_shared)}");
        });
    }

    static Table Table(AucTable values, AucBootstrap bootstrap)
    {
        var table = Tables.Make("finding", ">AUC", "95 % interval", ">positive", ">negative", ">ignored");
        foreach (var (row, interval) in values.Findings.Zip(bootstrap.Findings))
            Tables.Row(table, row.Finding, Value(row.Auc), Range(interval), $"{row.Positives}", $"{row.Negatives}", $"{row.Ignored}");
        Tables.Row(table, "mean", Value(values.Mean), Range(bootstrap.Mean), "", "", "");
        return table;
    }

    static string Value(double? auc) => auc is { } value ? Tables.Score(value) : "-";

    static string Range(AucInterval? interval) => interval is { } range ? $"{Tables.Score(range.Low)} to {Tables.Score(range.High)}" : "-";
}
