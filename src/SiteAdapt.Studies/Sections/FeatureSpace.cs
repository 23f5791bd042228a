using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// The report's section on how source and target approach each other in the bottleneck's features during training (the paper's Figure 1):
/// two methods side by side, a t-SNE of all patients for each of some epochs.
/// </summary>
public static class FeatureSpace
{
    const double PaperPerplexity = 10;
    const int FewestPatients = 6;

    public static IReadOnlyList<Block> Blocks(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Study.Task.IsClassification || StudyRun.Adaptations(plan).Count == 0) return [];
        List<StudyRun> kept = [.. StudyRun.Adaptations(plan).Where(run => FeatureRuns.FolderOf(plan, run.Unit).IsDone)];
        var blocks = new List<Block> { new HeadingBlock("Features during training") };
        if (kept.Count == 0)
            return
            [
                .. blocks, new ParagraphBlock("Not recorded: a study keeps each run's last model only. This trains two methods' runs once more, beside the study, and keeps the features of every patient at six moments:"),
                new CodeBlock("siteadapt study features FILE --methods mmtl,fine-tune-all"),
            ];
        blocks.Add(new ParagraphBlock("How the network sees each patient: the bottleneck's activation, averaged over channels and over slices near the middle, in evaluation mode, laid out in two dimensions by t-SNE. One layout per panel; "
            + "near points are alike, but distances between groups, and places across panels, mean nothing."));
        foreach (var cell in kept.GroupBy(run => (run.Pair!.SourceName, run.Pair.Target, Budget: BudgetName.Of(run.Budget), run.Optimizer, run.Seed)))
        {
            string title = FormattableString.Invariant($"{cell.Key.SourceName} to {cell.Key.Target}, {cell.Key.Budget}, {cell.Key.Optimizer.ToString().ToLowerInvariant()}, seed {cell.Key.Seed}");
            blocks.Add(new HeadingBlock(title, 3));
            blocks.Add(new FigureGroupBlock([.. cell.Select(run => Figure(plan, run, title))]));
        }
        return blocks;
    }

    static FigureBlock Figure(StudyPlan plan, StudyRun run, string title)
    {
        var moments = FeatureRow.FilesOf(FeatureRuns.FolderOf(plan, run.Unit)).Select(kept => (kept.Epoch, Rows: FeatureRow.Read(kept.File))).ToList();
        var panels = moments.ConvertAll(moment => new EmbeddingPanel(Moment(moment.Epoch), Embed(moment.Rows)));
        string loss = string.Join(", ", moments.Select(moment => FormattableString.Invariant($"{TestLoss(moment.Rows):0.000}")));
        string same = FeatureRuns.IsSameAsUnit(plan, run.Unit) switch
        {
            true => " The run ended with the study's own weights.",
            false => " The run ended with other weights than the study's: it was made by other versions.",
            null => "",
        };
        return new FigureBlock(EmbeddingPanels.Draw(FigureName.Of("features", run.Method, title), panels),
            $"t-SNE of patients' bottleneck features with {run.Method}, {title}, {string.Join(", ", moments.Select(moment => Moment(moment.Epoch)))}. Mean loss of the target's test patients: {loss}.",
            $"{run.Method}. Mean loss of the target's test patients at these moments: {loss}.{same}");
    }

    static string Moment(int epoch) => epoch == 0 ? "before training" : FormattableString.Invariant($"after epoch {epoch}");

    static double TestLoss(IReadOnlyList<FeatureRow> rows) => rows.Where(row => RoleOf(row) == EmbeddedRole.Test).Select(row => row.Loss).DefaultIfEmpty(double.NaN).Average();

    static List<(double, double, EmbeddedRole)> Embed(IReadOnlyList<FeatureRow> rows)
    {
        if (rows.Count < FewestPatients) return [];
        // Patients in an order of their own, so that the same features give the same picture.
        List<FeatureRow> ordered = [.. rows.OrderBy(row => row.Role, StringComparer.Ordinal).ThenBy(row => row.Case, StringComparer.Ordinal).Take(TSne.MostPoints)];
        var places = TSne.Embed([.. ordered.Select(row => row.Features)], Math.Min(PaperPerplexity, (ordered.Count - 1) / 3.0)).Places;
        return [.. ordered.Zip(places, (row, place) => (place.X, place.Y, RoleOf(row)))];
    }

    static EmbeddedRole RoleOf(FeatureRow row) => row.Role switch
    {
        "source" => EmbeddedRole.Source,
        "test" => EmbeddedRole.Test,
        _ => EmbeddedRole.Target,
    };
}
