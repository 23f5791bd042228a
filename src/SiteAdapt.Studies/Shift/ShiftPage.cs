using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>The page of a shift or of a drift: the answer, its pictures, and every number.</summary>
public static class ShiftPage
{
    /// <param name="answer">The sentences, the first one on top.</param>
    /// <param name="command">What makes the page again.</param>
    public static Page Make(string title, ShiftResult shift, IReadOnlyList<string> answer, bool isGood, string command)
    {
        ArgumentNullException.ThrowIfNull(shift);
        ArgumentNullException.ThrowIfNull(answer);
        return new Page(title, Lead(shift),
        [
            new CalloutBlock(isGood ? CalloutKind.Good : CalloutKind.Note, answer[0], string.Join(" ", answer.Skip(1))),
            new FigureGroupBlock([.. Figures(shift)]),
            new HeadingBlock("Measures"),
            Measures(shift),
            .. Blocks(shift),
            new HeadingBlock("Intensities as stored"),
            RawLevels(shift),
            new CodeBlock(command, "Made by"),
        ]);
    }

    static string Lead(ShiftResult shift) => string.Create(CultureInfo.InvariantCulture,
        $"{shift.First.Name}: {ReportPage.Count(shift.Groups.First, "subject")}; {shift.Second.Name}: {ReportPage.Count(shift.Groups.Second, "subject")}{(shift.Groups.Pairs > 0 ? $", {shift.Groups.Pairs} of them in both" : "")}. ")
        + $"Intensities {(shift.InMask ? "inside the labels' masks" : "of the foreground")}. p-values by dealing the subjects out anew, {(shift.Groups.IsExact ? $"in all {shift.Groups.Ways} ways" : $"{TwoGroups.Draws} times")}.";

    static IEnumerable<FigureBlock> Figures(ShiftResult shift)
    {
        yield return new FigureBlock(ShiftCharts.Effects(shift), "Effect size of each measure: " + string.Join("; ", shift.Measures.Where(item => item.Effect is not null).Select(item => $"{item.Measure.Name} {ShiftWords.Number(item.Effect!.Value)}")),
            $"Right: larger in {shift.Second.Name}. Filled: found at 5 % after Holm's correction. Ends at 10.");
        yield return new FigureBlock(ShiftCharts.Histograms(shift), $"Mean histograms of normalised intensities of {shift.First.Name} and {shift.Second.Name}", $"Distance {ShiftWords.Number(shift.Histogram.Distance)}, p = {ShiftWords.P(shift.Histogram.Adjusted)}.");
        if (shift.Blocks.Count > 0) yield return new FigureBlock(ShiftCharts.Blocks(shift), "Distance of the network's features by block: " + string.Join("; ", shift.Blocks.Select(block => $"{block.Name} {ShiftWords.Number(block.Distance)}")), "Filled: found at 5 % after Holm's correction.");
    }

    static TableBlock Measures(ShiftResult shift) => new(
        [new("Measure"), new("Aspect"), new("Unit"), new(shift.First.Name, true), new(shift.Second.Name, true), new("Effect", true), new("p", true), new("p (Holm)", true)],
        [
            .. shift.Measures.Select(item => Row(ShiftResult.IsFound(item.Adjusted), item.Measure.Name, item.Measure.Aspect, item.Measure.Unit, ShiftWords.Number(item.First), ShiftWords.Number(item.Second),
                item.Effect is { } effect ? ShiftWords.Number(effect) : "-", ShiftWords.P(item.P), ShiftWords.P(item.Adjusted))),
            Row(ShiftResult.IsFound(shift.Histogram.Adjusted), "histogram", "intensity", "0 to 1", "", "", ShiftWords.Number(shift.Histogram.Distance), ShiftWords.P(shift.Histogram.P), ShiftWords.P(shift.Histogram.Adjusted)),
        ],
        "Means over subjects. Effect: difference in standard deviations within the groups (Hedges' g); of the histogram, the distance.");

    static IEnumerable<Block> Blocks(ShiftResult shift)
    {
        if (shift.Blocks.Count == 0) yield break;
        yield return new HeadingBlock("The network's features");
        yield return new TableBlock([new("Block"), new("Distance", true), new("p", true), new("p (Holm)", true)],
            [.. shift.Blocks.Select(block => Row(ShiftResult.IsFound(block.Adjusted), block.Name, ShiftWords.Number(block.Distance), ShiftWords.P(block.P), ShiftWords.P(block.Adjusted)))],
            "Channel means of each subject's slices, first block to last.");
    }

    static TableBlock RawLevels(ShiftResult shift) => new(
        [new("Group"), .. new[] { "1 %", "25 %", "50 %", "75 %", "99 %" }.Select(head => new TableColumn(head, true))],
        [.. new[] { shift.First, shift.Second }.Select(group => Row(false, [group.Name, .. Enumerable.Range(0, 5).Select(q => ShiftWords.Number(group.BySubject(item => item.RawQuantiles[q]).Average()))]))],
        "Mean quantiles of the stored values of the same voxels; normalisation takes scale and offset away.");

    static TableRow Row(bool isFound, params string[] cells) => new([.. cells.Select((cell, i) => new TableCell(cell, IsBest: isFound && i == 0))]);
}
