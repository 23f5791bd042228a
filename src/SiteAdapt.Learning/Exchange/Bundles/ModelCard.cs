using System.Globalization;
using System.Text;

namespace SiteAdapt.Learning;

/// <summary>What a model is, for people, from its run's record alone. It has no scores: those depend on the data of whoever measures.</summary>
static class ModelCard
{
    public static string Of(RunRecord record, CheckpointState state, string weightsHash)
    {
        var text = new StringBuilder();
        string method = (string?)record.Method?["name"] ?? record.Kind;
        Line(text, $"# Model card: {record.Task.Name}, {method}\n");
        Line(text, $"- **Predicts** {(record.Task.IsClassification ? $"findings of radiographs: {string.Join(", ", record.Model!.Heads[0].Findings)}" : $"masks: {string.Join(", ", record.Task.Structures.Select(item => item.Name))}")}");
        Line(text, $"- **Network** {record.Task.Network.Kind}{(record.Model?.Gates is null ? "" : " with gates between two copies")}; how images are prepared is in `task.yaml`");
        Line(text, $"- **Made for** {string.Join(", ", record.Data.Sites)}{(record.Source is { } source ? $", adapted from a model of {string.Join(", ", source.Sites)}" : "")}");
        // A case that was a target once and mixed in as source later is one case.
        foreach (var site in record.SeenCases().GroupBy(item => (item.Site, item.Case, item.Subject)).GroupBy(item => item.Key.Site))
            Line(text, $"- **Trained on** {site.Key}: {site.Select(item => item.Key.Subject).Distinct().Count()} subjects, {site.Count()} cases, {site.Sum(item => item.Max(part => part.Slices))} slices");
        if (record.Import is not null) Line(text, $"- **Imported** from another program; SHA-256 of its weights file {record.Import.Weights}");
        if (record.RebuiltHistory is { } rebuilt) Line(text, $"- **Optimizer's memory** rebuilt from {rebuilt.Batches} batches of {string.Join(", ", rebuilt.Sites)}, not left by the training");
        if (record.Training.Epochs > 0)
            Line(text, $"- **Training** {record.Optimizer.Kind}, {record.Training.Epochs} epochs of {record.Training.StepsPerEpoch} steps of {record.Training.BatchSize}, learning rate {record.Training.LearningRate:0.##########}, seed {record.Training.Seed}{(state.History.Count > 0 ? Invariant($"; last loss {state.History[^1].Loss:0.0000}") : "")}");
        Line(text, $"- **Versions** {string.Join(", ", record.Versions.Select(entry => $"{entry.Key} {entry.Value}"))}");
        Line(text, $"- **Weights** SHA-256 {weightsHash}\n");
        text.Append(record.HasUnknownSubjects
            ? "Not all subjects behind these weights are named here. Scores on people who may be among them prove nothing.\n\n"
            : "All subjects behind these weights are in `run/run.json`, for leakage checks.\n\n");
        text.Append("Measure it on annotated cases of your own site before you rely on it. The simulated test scan shows that the file computes what it computed where it was made, not that it is good. Not a medical device.\n");
        return text.ToString();
    }

    static void Line(StringBuilder text, FormattableString line) => text.Append(Invariant(line)).Append('\n');

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
