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
        string Training(TrainingSettings training) => Text($"{training.Epochs} epochs x {training.StepsPerEpoch} steps x batch {training.BatchSize}, learning rate {PageText.Significant(training.LearningRate, 6)}, {training.Threads} thread(s), {training.Device}");
        var trained = ReportMethods.TrainedBy(content.Plan);
        yield return new HeadingBlock("How it was made");
        if (trained.Count > 1)
            yield return new CalloutBlock(CalloutKind.Warning, "Several versions.", "The models were not all trained by the same version of the program or its libraries; differences between methods may be differences between versions.");
        List<(string Key, string Value)> facts =
        [
            ("Sites", string.Join(", ", content.Plan.Data.Sites.Select(site => Text($"{site} ({Subjects(content, site, Subset.Train)} training, {Subjects(content, site, Subset.Test)} test patients)")))),
            ("Data fingerprint", Fingerprint(content.Plan)),
            ("Split", ReportMethods.Split(study.Split)),
            ("Task", Text($"{task.Name}, window {task.Window}, {task.Network.Kind} of width {task.Network.Width}{(task.Spacing is { } spacing ? Text($", {spacing.X:0.##} x {spacing.Y:0.##} x {spacing.Z:0.##} mm") : "")}")),
            ("Source models", Training(study.Pretraining)),
            ("Adaptation", Training(study.Training)),
            ("Seeds", string.Join(", ", study.Seeds)),
            ("Evaluation", task.IsClassification ? "mean AUC over the findings that have both classes" : $"{study.Evaluation.Grid.ToString().ToLowerInvariant()} grid"),
            ("Trained by", string.Join("; ", trained.Select(version => $"{version.Versions} ({ReportPage.Count(version.Models, "model")})"))),
            ("Simulation", study.Simulation is { } made ? Text($"{made.Sites} sites of {made.Subjects} subjects, {made.Spacing} mm, seed {made.Seed}, {(made.Labels is null ? "procedural heads" : "real label maps")}") : ""),
        ];
        yield return new KeyValuesBlock([.. facts.Where(fact => fact.Value.Length > 0)]);
        foreach (var block in ReportMethods.Of(study)) yield return block;
        yield return new ParagraphBlock("How the numbers are taken, and what they answer: docs/reference/statistics.md. results.json has all of them, results.csv the tables with their intervals in long form, patients.csv what every source patient lost.");
        yield return new CodeBlock(command, "This page again");
    }

    static int Subjects(ReportContent content, string site, Subset subset) => content.Plan.Data.Cases(site, subset).Select(item => item.Subject).Distinct().Count();

    /// <summary>
    /// Over what the manifest says of every training and test case, and what is in the files of those that are prepared: another
    /// case, split, preparation or scan gives another one. It is final when every site is prepared.
    /// </summary>
    public static string Fingerprint(StudyPlan plan)
    {
        var prepared = plan.Units.Where(unit => unit.Kind == UnitKind.Prepare).Select(unit => $"{unit.Reference.Hash} {Contents(plan.FolderOf(unit))}".TrimEnd()).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', prepared))))[..16];
    }

    static string Contents(UnitFolder folder) => folder.IsDone && File.Exists(folder.Prepared) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.Prepared))) : "";
}
