namespace SiteAdapt.Data;

/// <summary>What a point of the procedural head is made of. The values are the labels of its label map.</summary>
public enum Tissue : byte
{
    Air,
    Skin,
    Fat,
    Muscle,
    CorticalBone,
    Marrow,
    Mucosa,
    Eye,
    Lens,
    OpticNerve,
    Vessel,

    /// <summary>Cerebrospinal fluid outside the brain hull: around the brain and in the spinal canal.</summary>
    Csf,
    SpinalCord,

    /// <summary>Cerebrospinal fluid inside the brain hull: sulci, fissures, cisterns between lobes.</summary>
    SulcalCsf,
    Ventricle,
    GreyMatter,
    WhiteMatter,
    Caudate,
    Putamen,
    Pallidum,
    Thalamus,
    Hippocampus,
    BrainStem,
    CerebellarGrey,
    CerebellarWhite,
}

/// <summary>Facts about <see cref="Tissue"/>.</summary>
public static class Tissues
{
    public const int Count = (int)Tissue.CerebellarWhite + 1;

    /// <summary>Whether a brain mask, as skull stripping draws it, holds this tissue.</summary>
    public static bool IsBrain(Tissue tissue) => tissue >= Tissue.SulcalCsf;
}
