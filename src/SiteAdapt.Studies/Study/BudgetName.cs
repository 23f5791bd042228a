using System.Globalization;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>A budget in words and in names of files.</summary>
public static class BudgetName
{
    public static string Of(Budget? budget) => budget switch
    {
        null => "no budget",
        { Patients: int.MaxValue, Images: { } images } => string.Create(CultureInfo.InvariantCulture, $"{images} images"),
        { Images: { } images } => string.Create(CultureInfo.InvariantCulture, $"{Patients(budget)}, {images} images"),
        { Slices: { } slices } => string.Create(CultureInfo.InvariantCulture, $"{Patients(budget)}, {slices} slices"),
        _ => Patients(budget),
    };

    /// <summary>The budgets of some cells of a table, each once, smallest first.</summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<CellScores> cells) =>
    [
        .. cells.Select(cell => cell.Budget).OfType<Budget>().Distinct()
            .OrderBy(budget => budget.Patients).ThenBy(budget => budget.Images ?? int.MaxValue).ThenBy(budget => budget.Slices ?? int.MaxValue).Select(budget => Of(budget)),
    ];

    /// <summary>The budget of a name that <see cref="Of"/> gave; null of "no budget" and of other texts.</summary>
    public static Budget? Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var budget = Budget.All;
        foreach (string part in name.Split(", "))
        {
            string[] words = part.Split(' ');
            if (words.Length != 2 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return null;
            switch (words[1])
            {
                case "patient" or "patients": budget = budget with { Patients = count }; break;
                case "slices": budget = budget with { Slices = count }; break;
                case "images": budget = budget with { Images = count }; break;
                default: return null;
            }
        }
        return budget;
    }

    static string Patients(Budget budget) => string.Create(CultureInfo.InvariantCulture, $"{budget.Patients} patient{(budget.Patients == 1 ? "" : "s")}");
}
