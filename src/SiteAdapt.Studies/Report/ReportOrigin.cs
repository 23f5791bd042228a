using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What the results were made from, and how to make them again.</summary>
static class ReportOrigin
{
    public static IEnumerable<Block> Of(ReportContent content, string command)
    {
        var (study, task) = (content.Plan.Study, content.Plan.Study.Task);
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        string Training(TrainingSettings training) => Text($"{training.Epochs} epochs x {training.StepsPerEpoch} steps x batch {training.BatchSize}, learning rate {training.LearningRate}, {training.Threads} thread(s), {training.Device}");
        yield return new HeadingBlock("How it was made");
        List<(string Key, string Value)> facts =
        [
            ("Sites", string.Join(", ", content.Plan.Data.Sites.Select(site => Text($"{site} ({Subjects(content, site, Subset.Train)} training, {Subjects(content, site, Subset.Test)} test patients)")))),
            ("Data fingerprint", Fingerprint(content.Plan)),
            ("Split", study.Split.List is { } list ? $"list {list}" : Text($"seed {study.Split.Seed}")),
            ("Task", Text($"{task.Name}, window {task.Window}, {task.Network.Kind} of width {task.Network.Width}{(task.Spacing is { } spacing ? Text($", {spacing.X:0.##} x {spacing.Y:0.##} x {spacing.Z:0.##} mm") : "")}")),
            ("Source models", Training(study.Pretraining)),
            ("Adaptation", Training(study.Training)),
            ("Seeds", string.Join(", ", study.Seeds)),
            ("Evaluation", task.IsClassification ? "mean AUC over the findings that have both classes" : $"{study.Evaluation.Grid.ToString().ToLowerInvariant()} grid"),
            ("Simulation", study.Simulation is { } made ? Text($"{made.Sites} sites of {made.Subjects} subjects, {made.Spacing} mm, seed {made.Seed}, {(made.Labels is null ? "procedural heads" : "real label maps")}") : ""),
        ];
        yield return new KeyValuesBlock([.. facts.Where(fact => fact.Value.Length > 0)]);
        yield return new ParagraphBlock("How the numbers are taken, and what they answer: docs/reference/statistics.md. results.json has all of them, results.csv the tables with their intervals in long form, patients.csv what every source patient lost.");
        yield return new CodeBlock(command, "This page again");
    }

    static int Subjects(ReportContent content, string site, Subset subset) => content.Plan.Data.Cases(site, subset).Select(item => item.Subject).Distinct().Count();

    /// <summary>Over what the manifest says of every training and test case: another case, split or preparation gives another one.</summary>
    public static string Fingerprint(StudyPlan plan)
    {
        var prepared = plan.Units.Where(unit => unit.Kind == UnitKind.Prepare).Select(unit => unit.Reference.Hash).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', prepared))))[..16];
    }
}
