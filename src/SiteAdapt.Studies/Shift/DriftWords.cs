using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>What new scans are, held against those that a model was adapted to.</summary>
public enum DriftVerdict
{
    None,
    Drift,
    TooFew,
}

/// <summary>The answer to "are these still what the model was adapted to?", from the numbers.</summary>
public static class DriftWords
{
    /// <summary>In groups below this, differences of one deviation are missed more often than found (power of a two-sided test at 5 %: 0.22 with 4 against 4, 0.46 with 8, 0.56 with 10).</summary>
    const int Few = 10;

    public static DriftVerdict Verdict(ShiftResult shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        if (shift.Overall <= ShiftResult.Level) return DriftVerdict.Drift;
        return shift.IsBlindOverall ? DriftVerdict.TooFew : DriftVerdict.None;
    }

    public static string Answer(ShiftResult shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        string subjects = string.Create(CultureInfo.InvariantCulture, $"{shift.Groups.First} training and {shift.Groups.Second} new subjects");
        return Verdict(shift) switch
        {
            DriftVerdict.Drift => $"Drift in {Where(shift)} (p = {ShiftWords.P(shift.Overall)}).",
            DriftVerdict.TooFew => $"Too few to say: of {subjects}, no difference could be found however large (smallest p {ShiftWords.P(shift.Groups.SmallestP)}).",
            _ => $"No sign of drift (p = {ShiftWords.P(shift.Overall)}, {subjects}{(Math.Min(shift.Groups.First, shift.Groups.Second) < Few ? "; with so few only a large difference can be found" : "")}).",
        };
    }

    /// <summary>With few subjects many measures have the same p-value: of those the one with the largest effect.</summary>
    static string Largest(ShiftResult shift)
    {
        List<(string Name, double? P, double Size)> all =
        [
            .. shift.Measures.Select(item => (ShiftWords.Change(item), item.P, Math.Abs(item.Effect ?? 0))),
            ("the histogram of intensities", shift.Histogram.P, 0),
            .. shift.Blocks.Select(block => ($"the network's features ({block.Name})", block.P, 0.0)),
        ];
        var (name, p, _) = all.OrderBy(item => item.P ?? 1).ThenByDescending(item => item.Size).First();
        return $"{name}, p = {ShiftWords.P(p)} by itself";
    }

    static string Where(ShiftResult shift)
    {
        List<string> found = [.. shift.Measures.Where(item => ShiftResult.IsFound(item.Adjusted)).OrderByDescending(item => Math.Abs(item.Effect ?? 0)).Select(item => item.Measure.Aspect).Distinct()];
        if (ShiftResult.IsFound(shift.Histogram.Adjusted)) found.Add("the histogram of intensities");
        if (shift.Blocks.Any(block => ShiftResult.IsFound(block.Adjusted))) found.Add("the network's features");
        return found.Count switch { 0 => $"something that no single measure shows surely; most in {Largest(shift)}", 1 => found[0], _ => $"{string.Join(", ", found.SkipLast(1))} and {found[^1]}" };
    }
}
