namespace SiteAdapt.Studies;

/// <summary>How many values a result stands on. Expected = used + missing + not finite.</summary>
/// <param name="Expected">Values that there should be.</param>
/// <param name="Used">Finite values.</param>
/// <param name="Missing">No value: a run that failed or is still to come, a patient that was not scored.</param>
/// <param name="NotFinite">NaN or infinite: the metric is not defined there.</param>
public sealed record ValueCounts(int Expected, int Used, int Missing, int NotFinite)
{
    public bool IsComplete => Used == Expected;

    public static ValueCounts Of(IEnumerable<double?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int used = 0, missing = 0, notFinite = 0;
        foreach (double? value in values)
        {
            if (value is not { } number) missing++;
            else if (double.IsFinite(number)) used++;
            else notFinite++;
        }
        return new ValueCounts(used + missing + notFinite, used, missing, notFinite);
    }

    /// <summary>"900", or "893 of 900 (4 missing, 3 not finite)".</summary>
    public override string ToString()
    {
        if (IsComplete) return $"{Used}";
        List<string> reasons = [];
        if (Missing > 0) reasons.Add($"{Missing} missing");
        if (NotFinite > 0) reasons.Add($"{NotFinite} not finite");
        return $"{Used} of {Expected} ({string.Join(", ", reasons)})";
    }
}
