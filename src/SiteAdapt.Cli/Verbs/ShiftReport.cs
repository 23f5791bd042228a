using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>What <c>data shift</c> and <c>data drift</c> say: every measure of both groups, then the answer.</summary>
static class ShiftReport
{
    /// <param name="asked">What was compared, for the JSON.</param>
    /// <param name="verdict">Of a drift.</param>
    public static void Print(ShiftResult shift, IReadOnlyList<string> words, object asked, Output output, DriftVerdict? verdict = null) => output.Result(new
    {
        Asked = asked,
        Verdict = verdict,
        Words = words,
        Overall_p = shift.Overall,
        Permutations = new { Ways = shift.Groups.Ways.ToString(System.Globalization.CultureInfo.InvariantCulture), Exact = shift.Groups.IsExact, smallest_p = shift.Groups.SmallestP, tests = shift.Tests, too_few = shift.IsBlind },
        Region = shift.InMask ? "mask" : "foreground",
        Groups = new[] { shift.First, shift.Second }.Select(group => new { group.Name, Subjects = group.Subjects.Count, Cases = group.Cases.Count }),
        Measures = shift.Measures.Select(item => new { item.Measure.Name, item.Measure.Aspect, item.Measure.Unit, item.First, item.Second, item.Effect, item.P, p_holm = item.Adjusted }),
        Histogram = new { shift.Histogram.Distance, shift.Histogram.P, p_holm = shift.Histogram.Adjusted },
        Blocks = shift.Blocks.Select(block => new { Block = block.Name, block.Distance, block.P, p_holm = block.Adjusted }),
        Cases = new[] { shift.First, shift.Second }.SelectMany(group => group.Cases.Select(item => new
        {
            Group = group.Name, Case = item.Case.Id, item.Case.Subject, item.Case.Site, raw_quantiles = item.RawQuantiles,
            Measures = shift.Measures.Index().ToDictionary(entry => entry.Item.Measure.Name, entry => item.Values[entry.Index]),
        })),
    }, console => Show(shift, words, console));

    static void Show(ShiftResult shift, IReadOnlyList<string> words, IAnsiConsole console)
    {
        var table = Tables.Make("measure", "aspect", $">{shift.First.Name}\n{Tables.Count(shift.Groups.First, "subject")}", $">{shift.Second.Name}\n{Tables.Count(shift.Groups.Second, "subject")}", "unit", ">effect", ">p", ">p (Holm)");
        foreach (var item in shift.Measures)
            Tables.Row(table, item.Measure.Name, item.Measure.Aspect, ShiftWords.Number(item.First), ShiftWords.Number(item.Second), item.Measure.Unit, item.Effect is { } effect ? ShiftWords.Number(effect) : "-", ShiftWords.P(item.P), ShiftWords.P(item.Adjusted));
        Distance(table, shift.Histogram, "intensity");
        foreach (var block in shift.Blocks) Distance(table, block, "features");
        console.Write(table);
        foreach (string sentence in words) console.Line(sentence);
    }

    static void Distance(Table table, DistanceShift distance, string aspect) =>
        Tables.Row(table, distance.Name, aspect, "", "", "distance", ShiftWords.Number(distance.Distance), ShiftWords.P(distance.P), ShiftWords.P(distance.Adjusted));
}
