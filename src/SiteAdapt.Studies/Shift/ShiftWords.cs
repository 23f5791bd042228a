using System.Globalization;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>What a comparison found, in a few sentences made from its numbers.</summary>
public static class ShiftWords
{
    /// <summary>The first aspect is "mostly" what differs where its effect is so many times the next one's.</summary>
    const double Mostly = 2;

    /// <summary>Smaller effects (Hedges' g) are called alike where they are not found.</summary>
    const double Small = 0.5;

    /// <summary>One sentence each, the main finding first.</summary>
    public static IReadOnlyList<string> Of(ShiftResult shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        return [.. TooFew(shift), .. Appearance(shift), .. Network(shift)];
    }

    /// <summary>A measure with its two means: "noise 2.1 times as large (0.021, 0.044)".</summary>
    public static string Change(MeasureShift shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        double ratio = shift.Second / shift.First;
        string how = shift.First > 0 && shift.Second > 0 && (ratio >= 1.5 || ratio <= 1 / 1.5)
            ? ratio > 1 ? $"{Text(ratio, "0.0")} times as large" : $"{Text(1 / ratio, "0.0")} times as small"
            : shift.Second > shift.First ? "larger" : "smaller";
        return $"{shift.Measure.Name} {how} ({Number(shift.First)} and {Number(shift.Second)}{Unit(shift.Measure)})";
    }

    /// <summary>Contrasts are ranges ("0 to 1"), which nobody says after a number.</summary>
    static string Unit(AppearanceMeasure measure) => measure.Aspect == AppearanceMeasure.Contrast ? "" : " " + measure.Unit;

    public static string Number(double value) => PageText.Significant(value, 3);

    /// <summary>A p-value as tables show it.</summary>
    public static string P(double? p) => p is { } value ? value < 0.001 ? Text(value, "0.0000") : Text(value, "0.000") : "-";

    static IEnumerable<string> TooFew(ShiftResult shift)
    {
        if (!shift.IsBlind) yield break;
        string why = string.Create(CultureInfo.InvariantCulture,
            $"with {shift.Groups.First} and {shift.Groups.Second}{(shift.Groups.Pairs > 0 ? $" ({shift.Groups.Pairs} in both)" : "")} the smallest p-value that any data can have is {P(shift.Groups.SmallestP)}");
        if (shift.IsBlindOverall) yield return $"Too few subjects: {why}. The numbers describe these scans; they prove nothing about the sites.";
        else yield return string.Create(CultureInfo.InvariantCulture, $"Too few subjects to find a single measure by itself: {why}, and with {shift.Tests} tests none below {ShiftResult.Level} is left. All together differ {(shift.Overall <= ShiftResult.Level ? "" : "no ")}more than by chance (p = {P(shift.Overall)}).");
    }

    static IEnumerable<string> Appearance(ShiftResult shift)
    {
        var found = shift.Measures.Where(item => ShiftResult.IsFound(item.Adjusted)).OrderByDescending(item => Math.Abs(item.Effect ?? 0)).ToList();
        var aspects = found.GroupBy(item => item.Measure.Aspect).ToList();
        if (aspects.Count == 0)
        {
            if (!shift.IsBlind) yield return ShiftResult.IsFound(shift.Histogram.Adjusted) ? "The histograms of intensities differ; no single measure does by more than chance." : "No measure differs by more than chance.";
            else if (shift.Measures.Where(item => item.P is not null).OrderByDescending(item => Math.Abs(item.Effect!.Value)).Take(3).ToList() is { Count: > 0 } largest) yield return $"The largest differences: {string.Join("; ", largest.Select(Change))}.";
        }
        else
        {
            double Size(int i) => Math.Abs(aspects[i].First().Effect ?? 0);
            yield return aspects.Count == 1 ? $"Only {aspects[0].Key} differs."
                : Size(0) >= Mostly * Size(1) ? $"Mostly {aspects[0].Key}; less {List(aspects.Skip(1).Select(aspect => aspect.Key))}."
                : $"Several things differ: {List(aspects.Select(aspect => aspect.Key))}, the largest first.";
            yield return Sentence(string.Join("; ", found.Take(4).Select(Change)));
        }
        var alike = Alike(shift).ToList();
        if (alike.Count > 0) yield return Sentence($"{List(alike)} {(alike.Count == 1 ? "is" : "are")} alike");
    }

    /// <summary>Aspects of which all measures have a small effect and none was found; intensity only where the histograms do not speak against it.</summary>
    static IEnumerable<string> Alike(ShiftResult shift) => shift.Measures.GroupBy(item => item.Measure.Aspect)
        .Where(aspect => aspect.All(item => Math.Abs(item.Effect ?? 0) < Small && !ShiftResult.IsFound(item.Adjusted)) && aspect.Any(item => item.Effect is not null)
            && (aspect.Key != AppearanceMeasure.Intensity || shift.Histogram.P > ShiftResult.Level)).Select(aspect => aspect.Key);

    static IEnumerable<string> Network(ShiftResult shift)
    {
        if (shift.Blocks.Count == 0) yield break;
        if (shift.IsBlindToBlocks)
        {
            yield return "Too few subjects to say anything about single blocks of the network.";
            yield break;
        }
        var found = shift.Blocks.Index().Where(block => ShiftResult.IsFound(block.Item.Adjusted)).ToList();
        if (found.Count == 0)
        {
            yield return "No block's features differ by more than chance.";
            yield break;
        }
        var (most, least) = (shift.Blocks.Index().MaxBy(block => block.Item.Distance), shift.Blocks.MinBy(block => block.Distance)!);
        string where = (3 * most.Index / shift.Blocks.Count) switch { 0 => "first", 1 => "middle", _ => "last" };
        bool even = least.Distance > 0.8 * most.Item.Distance;
        yield return even
            ? $"All blocks of the network see it about alike ({Number(least.Distance)} to {Number(most.Item.Distance)})."
            : $"The {where} blocks of the network see most of it ({most.Item.Name} {Number(most.Item.Distance)}, {least.Name} {Number(least.Distance)}).";
    }

    static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    static string List(IEnumerable<string> names)
    {
        List<string> all = [.. names];
        return all.Count == 1 ? all[0] : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
