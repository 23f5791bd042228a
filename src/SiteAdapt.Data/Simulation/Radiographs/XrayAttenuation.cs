namespace SiteAdapt.Data;

/// <summary>
/// Linear attenuation of water and cortical bone (density 1.92), per millimetre: mass attenuation coefficients of NIST (Hubbell and
/// Seltzer 1995), straight lines in logarithms between them.
/// </summary>
static class XrayAttenuation
{
    const double BoneDensity = 1.92, MillimetresPerCentimetre = 10;

    static readonly (double Energy, double Water, double Bone)[] Table =
    [
        (30, 0.3756, 1.331), (40, 0.2683, 0.6655), (50, 0.2269, 0.4242), (60, 0.2059, 0.3148), (80, 0.1837, 0.2229),
    ];

    /// <param name="energy">Effective energy of the beam in keV, 30 to 80.</param>
    public static (float Water, float Bone) At(double energy)
    {
        int i = 0;
        while (i < Table.Length - 2 && energy > Table[i + 1].Energy) i++;
        (var low, var high) = (Table[i], Table[i + 1]);
        double share = Math.Log(energy / low.Energy) / Math.Log(high.Energy / low.Energy);
        double Between(double a, double b) => Math.Exp(Math.Log(a) + share * (Math.Log(b) - Math.Log(a))) / MillimetresPerCentimetre;
        return ((float)Between(low.Water, high.Water), (float)(BoneDensity * Between(low.Bone, high.Bone)));
    }
}
