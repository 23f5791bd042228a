using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>
/// How much of the target was annotated, as one column of tables over several pairs of sites. Patients have different numbers
/// of slices, so that one budget is a range of them.
/// </summary>
public sealed record ResultBudget(int Patients, int FewestSlices, int MostSlices)
{
    public override string ToString()
    {
        string patients = Patients == 1 ? "1 patient" : string.Create(CultureInfo.InvariantCulture, $"{Patients} patients");
        string slices = FewestSlices == MostSlices
            ? FewestSlices.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{FewestSlices}–{MostSlices}");
        return $"{patients}, {slices} slices";
    }

    /// <summary>
    /// Rows of adapted models by budget, smallest first. Two budgets of the same patients (90 slices of one, all slices of
    /// one) are told apart by their rank within a target and a seed, where the same patients are drawn for every method.
    /// </summary>
    internal static IReadOnlyList<(ResultBudget Budget, IReadOnlyList<ResultRow> Rows)> Group(IEnumerable<ResultRow> rows)
    {
        var ranked = new List<(int Patients, int Rank, ResultRow Row)>();
        foreach (var draw in rows.GroupBy(row => (row.Target, row.Seed, row.Patients)))
        {
            List<int> sizes = [.. draw.Select(row => row.Slices).Distinct().Order()];
            ranked.AddRange(draw.Select(row => (row.Patients, sizes.IndexOf(row.Slices), row)));
        }
        return
        [
            .. ranked.GroupBy(item => (item.Patients, item.Rank)).OrderBy(group => group.Key).Select(group =>
            {
                IReadOnlyList<ResultRow> members = ResultsFile.Sort(group.Select(item => item.Row));
                var budget = new ResultBudget(group.Key.Patients, members.Min(row => row.Slices), members.Max(row => row.Slices));
                return (budget, members);
            }),
        ];
    }
}
