using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// The report's section with pictures of masks (the paper's Figure 2): for each budget one cell of the tables, and of it the best, the median
/// and the worst test case, each with image, reference and every method's mask.
/// </summary>
public static class QualitativeRows
{
    const int WidestRow = 6, PictureWidth = 1000;

    const string Rules =
        "Test cases of the target, ranked by their mean score over all methods that are shown. Of each case the slice on which most pixels differ from the reference, all methods counted "
        + "alike, among the slices with at least half as much of the reference as the fullest one. All panels of a case have the same grey scale. Under each method: its score of the case (of the whole volume).";

    /// <summary>Nothing for classification, which has no masks. Predictions that are not kept yet are computed.</summary>
    public static IReadOnlyList<Block> Blocks(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Study.Task.IsClassification || !plan.Study.Evaluation.Target) return [];
        var blocks = new List<Block> { new HeadingBlock("Masks") };
        var cells = ContourCell.Of(plan);
        if (cells.Count == 0) return [.. blocks, new ParagraphBlock("No model has been evaluated on a target yet.")];
        blocks.Add(new ParagraphBlock(Rules));
        foreach (var cell in cells)
        {
            blocks.Add(new HeadingBlock(cell.Title, 3));
            try
            {
                blocks.AddRange(Cell(plan, cell));
            }
            catch (InputException fault)
            {
                // Scores may be kept for longer than scans: a report must not need them.
                blocks.Add(new CalloutBlock(CalloutKind.Note, "No pictures here:", fault.Message));
            }
        }
        return blocks;
    }

    static List<Block> Cell(StudyPlan plan, ContourCell cell)
    {
        var scores = cell.Results.Select(result => ScoresFile.Read(plan.FolderOf(result.Target[0]).Scores)).ToList();
        var shown = RankedCase.Shown(RankedCase.Of(scores));
        if (shown.Count == 0) return [new ParagraphBlock("No case was scored with all methods.")];
        var first = plan.Materialise(cell.Results[0].Target[0]);
        using var data = UnitData.Open(first, plan.Study.Task, CancellationToken.None);
        var cases = UnitData.Require(first, ((EvaluateUnit)cell.Results[0].Target[0].Record).Prepared, data).ToDictionary(item => item.Id, StringComparer.Ordinal);
        List<PreparedCase> prepared = [.. shown.Select(item => data.Open(cases[item.Case.Case]))];
        List<(PlannedResult Result, int Index, IReadOnlyList<byte[]>? Masks)> methods =
            [.. cell.Results.Select((result, i) => (result, i, PredictedMasks.Of(plan, result.Target[0], prepared, data)))];
        var drawn = methods.Where(method => method.Masks is not null).ToList();
        var blocks = new List<Block>();
        if (cell.Results.Count < cell.Asked) blocks.Add(new ParagraphBlock(FormattableString.Invariant($"{cell.Asked - cell.Results.Count} of {cell.Asked} methods are not evaluated yet.")));
        if (drawn.Count < methods.Count)
            blocks.Add(new CalloutBlock(CalloutKind.Note, "Left out:", $"{string.Join(", ", methods.Where(method => method.Masks is null).Select(method => method.Result.Method.Label))}; the run folders were deleted, so that no mask can be predicted."));
        if (drawn.Count == 0) return blocks;
        List<StripCase> rows = [.. shown.Select((item, c) => Row(plan, item.Place, item.Case, prepared[c], [.. drawn.Select(method => (method.Result.Method.Label, item.Case.Scores[method.Index], method.Masks![c]))]))];
        return [.. blocks, Figure(plan, cell, shown, rows, scores[0])];
    }

    static StripCase Row(StudyPlan plan, string place, RankedCase ranked, PreparedCase prepared, List<(string Method, double Score, byte[] Mask)> methods)
    {
        var geometry = prepared.Geometry;
        byte[] reference = geometry.ToSlices(prepared.ReadMask(0).Voxels);
        List<byte[]> masks = methods.ConvertAll(method => geometry.ToSlices(method.Mask));
        int slice = SliceRule.LargestDisagreement(reference, masks, geometry.SliceSize);
        byte[] Cut(byte[] slices) => slices[(slice * geometry.SliceSize)..((slice + 1) * geometry.SliceSize)];
        var image = PreparedSlice.Image(prepared, slice, plan.Study.Task);
        return new StripCase(FormattableString.Invariant($"{place}: {ranked.Case}, slice {slice + 1} of {geometry.SliceCount}; mean over methods {PageText.Points(ranked.Mean)}"), image, Cut(reference),
            [.. methods.Select((method, m) => new StripMask(method.Method, Cut(masks[m]), PageText.Points(method.Score)))]);
    }

    static FigureBlock Figure(StudyPlan plan, ContourCell cell, IReadOnlyList<(string Place, RankedCase Case)> shown, List<StripCase> rows, ScoresFile scores)
    {
        int panels = 2 + rows[0].Masks.Count, lines = (panels + WidestRow - 1) / WidestRow, columns = (panels + lines - 1) / lines;
        int scale = Math.Max(1, PictureWidth / columns / rows.Max(row => row.Slice.Height));
        string cases = string.Join("; ", shown.Select(item => $"{item.Place} {item.Case.Case}, mean {PageText.Points(item.Case.Mean)}"));
        string metric = scores.Metric == "surface_dice" ? string.Create(CultureInfo.InvariantCulture, $"surface Dice at {scores.ToleranceMm} mm") : "Dice";
        string structure = plan.Study.Task.Structures.Length > 1 ? $" Drawn is the first structure, {plan.Study.Task.Structures[0].Name}; scores are means over all." : "";
        return new FigureBlock(MethodStrip.Draw(FigureName.Of("masks", cell.Title), rows, columns, scale, MethodLooks.Of(plan.Study)),
            $"Image, reference and masks of {string.Join(", ", rows[0].Masks.Select(mask => mask.Method))} for test cases of {cell.Pair.Target}: {cases}.",
            $"{cell.Title}. Scores: {metric}, in points.{structure}");
    }
}
