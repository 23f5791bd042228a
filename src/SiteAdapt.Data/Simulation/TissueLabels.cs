namespace SiteAdapt.Data;

/// <summary>The labels of <see cref="HeadAnatomy"/>: one per tissue, in the order of <see cref="Tissue"/>.</summary>
static class TissueLabels
{
    public static IReadOnlyList<AnatomyLabel> All { get; } =
        [.. Enum.GetValues<Tissue>().Select(tissue => new AnatomyLabel(tissue, 1, Texture(tissue), Tissues.IsBrain(tissue)))];

    /// <summary>How uneven a tissue looks at 1 mm, without noise.</summary>
    static float Texture(Tissue tissue) => tissue switch
    {
        Tissue.Air => 0,
        Tissue.Muscle or Tissue.Mucosa or Tissue.Marrow or Tissue.Vessel => 0.16f,
        Tissue.Fat or Tissue.Skin => 0.12f,
        Tissue.CorticalBone => 0.3f,
        Tissue.Csf or Tissue.SulcalCsf => 0.1f,
        Tissue.WhiteMatter or Tissue.CerebellarWhite or Tissue.BrainStem => 0.035f,
        _ => 0.05f,
    };
}
