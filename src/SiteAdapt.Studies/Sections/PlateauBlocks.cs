using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>How many runs had reached a plateau, by method, and the names of those that had not.</summary>
static class PlateauBlocks
{
    const string Rule =
        "A run is flagged when its loss was still moving in the last quarter of its epochs (five at least, at one learning rate): the Mann-Kendall test finds "
        + "a trend at 5 %, and it changes the loss by more than 2 %. \"Cut short\" is a run that was still falling when the learning rate was lowered, and was not seen to fall after that. "
        + "Where fewer than five epochs follow on the lowered rate, the end is too short to judge: the run is read before the rate was lowered, and counted in the last column as well. "
        + "The paper checked that all of its runs had reached a plateau.";

    static readonly (LossTrend Trend, string Head)[] Columns =
    [
        (LossTrend.Plateau, "Plateau"), (LossTrend.Falling, "Still falling"), (LossTrend.CutShort, "Cut short"),
        (LossTrend.Rising, "Rising"), (LossTrend.Diverged, "Diverged"), (LossTrend.TooShort, "Too short to say"),
    ];

    public static IEnumerable<Block> Of(IReadOnlyList<RunLoss> losses, MethodLooks looks)
    {
        yield return new ParagraphBlock(Rule);
        List<RunLoss> flagged = [.. losses.Where(loss => loss.Trend is not (LossTrend.Plateau or LossTrend.TooShort))];
        int unknown = losses.Count(loss => loss.Trend == LossTrend.TooShort);
        yield return Verdict(losses.Count, flagged.Count, unknown, losses.Count(loss => loss.IsEndTooShort));
        bool endsTooShort = losses.Any(loss => loss.IsEndTooShort);
        var shown = Columns.Where(column => column.Trend == LossTrend.Plateau || losses.Any(loss => loss.Trend == column.Trend)).ToList();
        yield return new TableBlock(
            [new("Method"), new("Optimizer"), new("Runs", IsNumber: true), .. shown.Select(column => new TableColumn(column.Head, IsNumber: true)), .. endsTooShort ? [new("Of these, end too short to judge", IsNumber: true)] : Array.Empty<TableColumn>()],
            [.. losses.GroupBy(loss => (loss.Run.Method, loss.Run.OptimizerName)).Select(group => Row(group.Key.Method, group.Key.OptimizerName, [.. group], shown, endsTooShort, looks))],
            "Runs by what their loss was doing at the end, or before the learning rate was lowered where the end is too short to judge; over pairs, budgets and seeds.");
        if (flagged.Any(loss => loss.Run.Unit.Record is AdaptUnit { Method.Mix.NeedsSource: true } && loss.Trend == LossTrend.Rising))
            yield return new ParagraphBlock("Where the target's share of the batches grows during training, a loss may rise because the batches become harder.");
        if (flagged.Count > 0)
            yield return new FoldedListBlock($"Flagged runs ({flagged.Count.ToString(CultureInfo.InvariantCulture)})", [.. flagged.Select(loss => $"{loss.Run.Unit.Title}: {Words(loss)} ({loss.Run.Unit.Reference.Name})")]);
    }

    static CalloutBlock Verdict(int runs, int flagged, int unknown, int endsTooShort)
    {
        string rest = unknown > 0 ? FormattableString.Invariant($" Of {unknown}, nothing can be said: they have fewer than {PlateauRule.FewestEpochs} epochs at one learning rate.") : "";
        if (endsTooShort > 0) rest += FormattableString.Invariant($" Of {endsTooShort}, the end is too short to judge (fewer than {PlateauRule.FewestEpochs} epochs after the learning rate was lowered): they are read before that.");
        string then = endsTooShort > 0 && endsTooShort == runs - unknown ? " when the learning rate was lowered" : "";
        if (flagged > 0) return new CalloutBlock(CalloutKind.Warning, FormattableString.Invariant($"{flagged} of {runs} runs had not reached a plateau{then}."), "With more epochs their scores may be others, and so may the order of the methods." + rest);
        return unknown == runs
            ? new CalloutBlock(CalloutKind.Note, "Too short to say.", FormattableString.Invariant($"All {runs} runs have fewer than {PlateauRule.FewestEpochs} epochs at one learning rate."))
            : new CalloutBlock(CalloutKind.Good, FormattableString.Invariant($"{runs - unknown} of {runs} runs had reached a plateau{then}."), "No run was flagged." + rest);
    }

    static TableRow Row(string method, string optimizer, List<RunLoss> runs, List<(LossTrend Trend, string Head)> columns, bool endsTooShort, MethodLooks looks) => new(
    [
        new TableCell(method, Swatch: looks.Color(method)), new TableCell(optimizer), new TableCell(Text(runs.Count)),
        .. columns.Select(column => new TableCell(Text(runs.Count(run => run.Trend == column.Trend)))),
        .. endsTooShort ? [new TableCell(Text(runs.Count(run => run.IsEndTooShort)))] : Array.Empty<TableCell>(),
    ]);

    static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    static string Words(RunLoss loss) => loss is { IsEndTooShort: true }
        ? (loss.Trend == LossTrend.Rising ? "rising" : "still falling") + " when the learning rate was lowered; the end is too short to judge"
        : Columns.First(column => column.Trend == loss.Trend).Head.ToLowerInvariant();
}
