using System.Globalization;
using System.Text.Json.Nodes;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What the model was made from and how, as its record says.</summary>
static class AuditOrigin
{
    public static IEnumerable<Block> Of(Audit audit)
    {
        var record = audit.Run.Record;
        yield return new HeadingBlock("Data");
        yield return new KeyValuesBlock([.. DataFacts(record).Where(fact => fact.Value.Length > 0)]);
        yield return Subjects(audit);
        var names = audit.Run.Seen.All.GroupBy(item => item.Site).Select(site => $"{site.Key}: {string.Join(", ", site.Select(item => item.Subject).Distinct().Order(StringComparer.Ordinal))}").ToList();
        if (names.Count > 0) yield return new FoldedListBlock("Subjects that the weights have seen, the source model's included", names);
        yield return new HeadingBlock("Method and training");
        yield return new KeyValuesBlock([.. Training(audit.Run).Where(fact => fact.Value.Length > 0)]);
        if (record.Method is { } method) yield return new FoldedBlock("The method's settings", [new KeyValuesBlock([.. method.Select(field => (field.Key.Replace('_', ' '), Text(field.Value))).Where(field => field.Item2.Length > 0)])]);
        yield return new CodeBlock($"siteadapt run replay {audit.Run.Path} --out AGAIN", "The same training again, from its record");
    }

    static IEnumerable<(string Key, string Value)> DataFacts(RunRecord record)
    {
        var data = record.Data;
        yield return ("Manifest", data.Manifest);
        yield return ("Fingerprint of its rows", data.Fingerprint);
        yield return ("Source's manifest", data.SourceManifest ?? "");
        yield return ("Split", data.Split.List is { } list ? $"list {list}" : data.Split.Counts is { } counts ? Invariant($"{counts} subjects a site, seed {data.Split.Seed}") : Invariant($"the manifest's, or 75/8/17 % of the subjects by seed {data.Split.Seed}"));
        yield return ("Budget", data.Budget is { } budget ? BudgetName.Of(budget) : record.Kind == "import" ? "" : "every training case");
    }

    /// <summary>Who was trained on and who was tested, site by site.</summary>
    static TableBlock Subjects(Audit audit) => new(
        [new("Use"), new("Site"), new("Subjects", true), new("Cases", true), new("Slices or images", true)],
        [
            .. audit.Training().Select(role => Row($"trained on ({role.Key.Role}{(role.All(item => item.Unlabelled == true) ? ", without labels" : "")})", role.Key.Site, role.Select(item => item.Subject), role.Count(), role.Sum(item => item.Slices))),
            .. (audit.Run.Record.Source?.Cases ?? []).GroupBy(item => item.Site).Select(site => Row("trained on (source model)", site.Key, site.Select(item => item.Subject), site.Count(), site.Sum(item => item.Slices))),
            .. audit.Sites.Select(site => Row("tested on", site.Site, site.Facts.Select(item => item.Subject), site.Facts.Count, null)),
        ],
        "Subjects, not slices, are split; nobody who was trained on is scored, except where the limits say so.");

    static TableRow Row(string use, string site, IEnumerable<string> subjects, int cases, int? slices) =>
        new([new(use), new(site), new(Invariant($"{subjects.Distinct(StringComparer.Ordinal).Count()}")), new(Invariant($"{cases}")), new(slices is { } count ? Invariant($"{count}") : "")]);

    static IEnumerable<(string Key, string Value)> Training(AuditedRun run)
    {
        var (record, training) = (run.Record, run.Record.Training);
        yield return ("Method", (string?)record.Method?["name"] ?? record.Kind);
        yield return ("Source model", record.Source is { } source ? $"{source.Run} ({string.Join(", ", source.Sites)})" : "");
        yield return ("SHA-256 of the source's weights", record.Source?.Weights ?? "");
        yield return ("SHA-256 of the weights", run.Checkpoint.WeightsHash);
        yield return ("Task", $"{record.Task.Name}, {record.Task.Network.Kind}");
        yield return ("Optimizer", PageText.Name(record.Optimizer.Kind) + (record.Optimizer.Kind == OptimizerKind.Sgd ? Invariant($", momentum {record.Optimizer.Momentum}{(record.Optimizer.Nesterov ? ", Nesterov" : "")}") : Invariant($", betas {record.Optimizer.Beta1} and {record.Optimizer.Beta2}")));
        yield return ("Optimizer start", OptimizerStart(record));
        yield return ("Training", record.Kind == "import" ? "in another program" : Invariant($"{training.Epochs} epochs x {training.StepsPerEpoch} steps x batch {training.BatchSize}, learning rate {PageText.Significant(training.LearningRate, 6)}"));
        yield return ("Steps done", Invariant($"{run.Checkpoint.State.Step}"));
        yield return ("Seed", Invariant($"{training.Seed}"));
        yield return ("Computed on", Invariant($"{training.Device}, {training.Threads} thread(s)"));
        yield return ("Final loss", run.Checkpoint.State.History is [.., var last] ? PageText.Significant(last.Loss, 5) : "");
        yield return ("Trained by", string.Join(", ", record.Versions.Select(version => $"{version.Key} {version.Value}")));
    }

    static string OptimizerStart(RunRecord record)
    {
        string rebuilt = record.RebuiltHistory is { } history ? Invariant($"; the source's memory was rebuilt from {history.Batches} batches") : "";
        return record.Method?["start"] is JsonObject start ? $"{Text(start)}{rebuilt}" : record.Kind == "adapt" ? "fresh" : "";
    }

    /// <summary>A field of a record in one line.</summary>
    static string Text(JsonNode? node) => node switch
    {
        JsonObject fields => string.Join(", ", fields.Where(field => field.Value is not null).Select(field => $"{field.Key.Replace('_', ' ')} {Text(field.Value)}")),
        JsonArray items => string.Join(", ", items.Select(Text)),
        null => "",
        _ => node.ToString(),
    };

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
