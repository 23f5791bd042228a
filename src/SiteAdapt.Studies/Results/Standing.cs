using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>What can be said of the numbers of a study that may be half done: on how many runs they stand, and which may be held against each other.</summary>
public static class Standing
{
    /// <summary>A mean change and the mean it is part of agree to this where both are over the same runs and patients.</summary>
    const double Rounding = 1e-9;

    /// <summary>" (12 of 18)" behind a mean that stands on fewer runs than planned; else nothing.</summary>
    public static string Part(ResultCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Runs.IsComplete ? "" : string.Create(CultureInfo.InvariantCulture, $" ({cell.Runs.Used} of {cell.Runs.Expected})");
    }

    /// <summary>
    /// The best method of a column; null until two methods (or the only one) have runs and all that have any have the same.
    /// A method that has got further than the others would win or lose by its pairs of sites.
    /// </summary>
    public static string? Best(ResultTable table, ResultColumn column)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(column);
        List<ResultCell> there = [.. column.Methods.Select(entry => table[entry.Method, column.Budget]).OfType<ResultCell>().Where(cell => cell.Runs.Used > 0)];
        bool areSame = there.All(cell => cell.Runs.Missing == column.Runs.Missing && cell.Patients.Missing == there[0].Patients.Missing);
        return areSame && there.Count >= Math.Min(2, column.Methods.Count) ? column.Best : null;
    }

    /// <summary>The mean change, where it is over the same runs as the mean beside it; of a finished study always.</summary>
    public static double? Change(ResultCell? cell, bool isComplete) => cell?.Change is { } change && cell.Mean is { } mean
        && (isComplete || Math.Abs(mean - change.Mean - change.From) < Rounding) ? change.Mean : null;
}
