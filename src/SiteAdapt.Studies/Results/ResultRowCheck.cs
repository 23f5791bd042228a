using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>The rules of the results schema; all faults of a file are told at once.</summary>
static class ResultRowCheck
{
    const int MostFaultsShown = 8;

    /// <exception cref="InputException">At least one row breaks a rule.</exception>
    public static void Check(string path, IReadOnlyList<ResultRow?> rows)
    {
        var faults = new List<string>();
        var seen = new Dictionary<object, int>();
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i] is not { } row)
            {
                faults.Add($"row {i + 1} is null, expected an object");
                continue;
            }
            faults.AddRange(Faults(row).Select(fault => $"row {i + 1} ({row.Method}, {row.Source} to {row.Target}): {fault}"));
            var identity = (row.Method, row.Source, row.Target, row.Patients, row.Slices, row.Seed, row.Optimizer);
            if (!seen.TryAdd(identity, i))
            {
                faults.Add($"rows {seen[identity] + 1} and {i + 1} are about the same run " +
                    $"({row.Method}, {row.Source} to {row.Target}, seed {row.Seed}); keep one of them");
            }
        }
        if (faults.Count == 0) return;
        string more = faults.Count > MostFaultsShown ? $"\n  and {faults.Count - MostFaultsShown} more" : "";
        string shown = string.Join("\n  ", faults.Take(MostFaultsShown));
        throw new InputException($"{path}: {faults.Count} fault(s) in the result rows:\n  {shown}{more}");
    }

    static IEnumerable<string> Faults(ResultRow row)
    {
        foreach (var (name, value) in new[] { ("method", row.Method), ("source", row.Source), ("target", row.Target) })
            if (string.IsNullOrWhiteSpace(value)) yield return $"'{name}' is empty, expected a name";
        foreach (var (name, value) in new[] { ("patients", row.Patients), ("slices", row.Slices) })
            if (value < 0) yield return $"'{name}' is {value}, expected 0 or more";
        foreach (var (name, value) in Scores(row))
            if (!(value >= 0 && value <= 1)) yield return $"'{name}' is {Text(value)}, expected a fraction from 0 to 1";
        if (!(row.ToleranceMm > 0 && double.IsFinite(row.ToleranceMm)))
            yield return $"'tolerance_mm' is {Text(row.ToleranceMm)}, expected millimetres above 0";
        if (row.Optimizer is null) yield return "'optimizer' is null, expected a name";
        if (row.Method != MethodNames.None) yield break;
        if (row.Patients != 0 || row.Slices != 0)
            yield return $"'none' does not adapt, but has {row.Patients} patients and {row.Slices} slices, expected 0 and 0";
        if (row.SourceSurfaceDiceAfter != row.SourceSurfaceDiceBefore)
        {
            yield return $"'none' does not adapt, but 'source_surface_dice_after' is {Text(row.SourceSurfaceDiceAfter)}, " +
                $"expected {Text(row.SourceSurfaceDiceBefore)} as before";
        }
    }

    static (string Name, double Value)[] Scores(ResultRow row) =>
    [
        ("target_surface_dice", row.TargetSurfaceDice),
        ("target_dice", row.TargetDice),
        ("source_surface_dice_before", row.SourceSurfaceDiceBefore),
        ("source_surface_dice_after", row.SourceSurfaceDiceAfter),
    ];

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
