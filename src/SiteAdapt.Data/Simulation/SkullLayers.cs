namespace SiteAdapt.Data;

/// <summary>Inner table, marrow, outer table.</summary>
static class SkullLayers
{
    const float Inner = 1.6f, Outer = 1.8f;

    public static float Thickness(float diploe) => Inner + diploe + Outer;

    /// <summary>Tissue at a distance outwards from the inner surface.</summary>
    public static Tissue At(float outwards, float diploe) =>
        outwards > Inner && outwards < Inner + diploe ? Tissue.Marrow : Tissue.CorticalBone;
}
