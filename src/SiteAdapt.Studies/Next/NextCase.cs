using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>A case to annotate, and why.</summary>
/// <param name="Uncertainty">Mean entropy of the prediction in bits.</param>
/// <param name="Distance">To the nearest annotated case, those chosen before it included; null: there is none.</param>
/// <param name="Nearest">That case; null: there is none.</param>
/// <param name="UncertaintyPlace">1: no case that was left is more uncertain.</param>
/// <param name="DistancePlace">1: no case that was left is farther from what is annotated; null without a distance.</param>
/// <param name="Among">How many cases were left to choose from.</param>
public sealed record NextCase(Case Case, double Uncertainty, double? Distance, Case? Nearest, int UncertaintyPlace, int? DistancePlace, int Among)
{
    /// <summary>A sentence.</summary>
    public string Why
    {
        get
        {
            if (Among == 1) return "the only one that is left";
            string uncertain = Place(UncertaintyPlace, "most uncertain");
            return DistancePlace is { } place
                ? $"{uncertain} of {Among}, and {Place(place, "farthest")} from what is annotated"
                : $"{uncertain} of {Among}; nothing is annotated yet to be far from";
        }
    }

    static string Place(int place, string what) => place == 1 ? $"the {what}" : FormattableString.Invariant($"the {place}{Ending(place)} {what}");

    static string Ending(int place) => (place % 100 is >= 11 and <= 13 ? 0 : place % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
}
