namespace SiteAdapt.Data;

/// <summary>
/// MR properties of a tissue: proton density relative to water, relaxation times in milliseconds. Rounded from published
/// surveys (Bottomley 1984 and Stanisz 2005 for brain and muscle, Gold 2004 for fat and marrow, Rooney 2007 for the growth
/// of T1 with field); T1 at other field strengths is taken on the power law through the two columns.
/// </summary>
public readonly record struct TissueProperties(double Density, double T1, double T2)
{
    /// <param name="tissue">The tissue.</param>
    /// <param name="tesla">Field strength, above 0.</param>
    public static TissueProperties Of(Tissue tissue, double tesla)
    {
        (double density, double at15, double at30, double t2) = Table(tissue);
        double power = Math.Log(at30 / at15) / Math.Log(2);
        return new TissueProperties(density, at15 * Math.Pow(tesla / 1.5, power), t2);
    }

    static (double Density, double T1At15, double T1At30, double T2) Table(Tissue tissue) => tissue switch
    {
        Tissue.Air => (0, 1000, 1000, 100),
        Tissue.Skin => (0.62, 500, 620, 32),
        Tissue.Fat => (0.92, 265, 370, 65),
        Tissue.Muscle => (0.76, 920, 1380, 36),
        Tissue.CorticalBone => (0.08, 300, 400, 6),
        Tissue.Marrow => (0.60, 330, 430, 55),
        Tissue.Mucosa => (0.80, 900, 1250, 75),
        Tissue.Eye => (0.98, 3300, 3700, 900),
        Tissue.Lens => (0.68, 900, 1300, 30),
        Tissue.OpticNerve => (0.72, 720, 980, 72),
        Tissue.Vessel => (0.70, 1350, 1750, 120),
        Tissue.SpinalCord => (0.72, 780, 1000, 75),
        Tissue.Csf or Tissue.SulcalCsf or Tissue.Ventricle => (1.0, 4000, 4300, 1700),
        Tissue.GreyMatter => (0.82, 1030, 1420, 92),
        Tissue.WhiteMatter => (0.70, 650, 880, 74),
        Tissue.Caudate => (0.81, 980, 1330, 85),
        Tissue.Putamen => (0.80, 900, 1220, 78),
        Tissue.Pallidum => (0.74, 740, 980, 62),
        Tissue.Thalamus => (0.77, 820, 1120, 80),
        Tissue.Hippocampus => (0.83, 1060, 1430, 95),
        Tissue.BrainStem => (0.73, 730, 970, 76),
        Tissue.CerebellarGrey => (0.83, 960, 1340, 90),
        Tissue.CerebellarWhite => (0.71, 670, 900, 75),
        _ => throw new ArgumentOutOfRangeException(nameof(tissue), tissue, "no MR properties"),
    };
}
