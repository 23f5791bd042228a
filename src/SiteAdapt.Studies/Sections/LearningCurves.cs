using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The report's section on training losses: curves by method, optimizer and budget, and which runs had not reached a plateau.</summary>
public static class LearningCurves
{
    public static IReadOnlyList<Block> Blocks(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<StudyRun> runs = [.. StudyRun.SourceModels(plan), .. StudyRun.Adaptations(plan).Where(HasSteps)];
        var presence = runs.ConvertAll(run => plan.Presence(run.Unit));
        List<RunLoss> losses = [.. runs.Zip(presence).Where(entry => entry.Second == RunPresence.Finished)
            .Select(entry => new RunLoss(entry.First, new RunFolder(plan.FolderOf(entry.First.Unit).Run).ReadMetrics())).Where(loss => loss.History.Count > 0)];

        var looks = MethodLooks.Of(plan.Study);
        var blocks = new List<Block> { new HeadingBlock("Learning curves") };
        if (RunPresences.Missing(presence) is { } missing) blocks.Add(new CalloutBlock(CalloutKind.Note, "Not all runs are here:", $"{missing}. The curves and the counts are of the others."));
        if (losses.Count == 0) return [.. blocks, new ParagraphBlock("No run has finished an epoch yet.")];
        blocks.Add(new ParagraphBlock("Mean training loss of each epoch. Line: mean over pairs of sites and seeds; band: the middle 80 % of these runs. Methods that mix source samples into their batches have their loss over both."));
        blocks.Add(new FigureGroupBlock([.. Panels(losses, looks)]));
        blocks.Add(new HeadingBlock("Which runs had reached a plateau", 3));
        blocks.AddRange(PlateauBlocks.Of(losses, looks));
        return blocks;
    }

    /// <summary>A method that only estimates statistics takes no step and has no loss.</summary>
    static bool HasSteps(StudyRun run) => ((AdaptUnit)run.Unit.Record).Method.Trains;

    static IEnumerable<FigureBlock> Panels(List<RunLoss> losses, MethodLooks looks)
    {
        foreach (var optimizer in losses.GroupBy(loss => loss.Run.OptimizerName))
        {
            var groups = optimizer.GroupBy(loss => (loss.Run.IsPretraining, Budget: BudgetName.Of(loss.Run.Budget)))
                .Select(group => (group.Key, Bands: group.GroupBy(loss => loss.Run.Method).Select(method => LossBand.Of(method.Key, [.. method.Select(loss => loss.Losses)])).ToList()))
                .ToList();
            var range = LossBands.Range(groups.SelectMany(group => group.Bands));
            foreach (var (key, bands) in groups) yield return Panel(optimizer.Key, key.IsPretraining ? "source models" : key.Budget, bands, range, looks);
        }
    }

    static FigureBlock Panel(string optimizer, string title, List<LossBand> bands, (double, double) range, MethodLooks looks)
    {
        string ends = string.Join(", ", bands.Select(band => FormattableString.Invariant($"{band.Method} ends at {band.Mean[^1]:0.000}")));
        return new FigureBlock(LossBands.Draw(FigureName.Of("loss", optimizer, title), $"{optimizer}, {title}", bands, range, looks), $"Training loss by epoch, {optimizer}, {title}: {ends}.");
    }
}

/// <summary>A run with its history.</summary>
sealed record RunLoss(StudyRun Run, IReadOnlyList<MetricRow> History)
{
    public IReadOnlyList<double> Losses => [.. History.Select(row => row.Loss)];

    public LossTrend Trend { get; } = PlateauRule.Judge(History);

    /// <summary>Whether the trend was read before the learning rate was lowered.</summary>
    public bool IsEndTooShort { get; } = PlateauRule.IsEndTooShort(History);
}

/// <summary>Names of figures from names that may hold anything.</summary>
static class FigureName
{
    /// <summary>Letters, digits and dashes; the hash keeps names apart that differ in other characters.</summary>
    public static string Of(params string[] parts)
    {
        string text = string.Join('-', parts);
        string name = new([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return name == text ? name : $"{name}-{UnitText.Hash(System.Text.Encoding.UTF8.GetBytes(text))[..6]}";
    }
}
