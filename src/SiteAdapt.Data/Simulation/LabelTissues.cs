namespace SiteAdapt.Data;

/// <summary>
/// Which tissue's MR properties a label of a segmented head has: the numbers of FreeSurfer's colour table for the brain,
/// and those of the extended head maps (502 and up) outside it.
/// </summary>
static class LabelTissues
{
    /// <summary>The tissue, or null for a number that has no settled meaning.</summary>
    public static Tissue? Of(int label) => label switch
    {
        0 => Tissue.Air,
        2 or 41 or 77 or 85 or 251 or 252 or 253 or 254 or 255 => Tissue.WhiteMatter,
        3 or 42 => Tissue.GreyMatter,
        4 or 5 or 14 or 15 or 43 or 44 or 72 => Tissue.Ventricle,
        7 or 46 => Tissue.CerebellarWhite,
        8 or 47 => Tissue.CerebellarGrey,
        10 or 49 => Tissue.Thalamus,
        11 or 26 or 50 or 58 => Tissue.Caudate,
        12 or 51 => Tissue.Putamen,
        13 or 52 => Tissue.Pallidum,
        16 or 28 or 60 => Tissue.BrainStem,
        17 or 18 or 53 or 54 => Tissue.Hippocampus,
        24 => Tissue.SulcalCsf,
        30 or 62 => Tissue.Vessel,
        502 or 516 => Tissue.Marrow,
        506 => Tissue.Eye,
        507 => Tissue.Muscle,
        508 or 511 => Tissue.Fat,
        509 => Tissue.Mucosa,
        512 => Tissue.SpinalCord,
        514 => Tissue.Csf,
        515 => Tissue.CorticalBone,
        530 => Tissue.OpticNerve,
        _ => null,
    };

    /// <summary>For a number without a settled meaning: the tissue on its side of the brain mask that looks most like it.</summary>
    public static Tissue Closest(double relativeLevel, bool isBrain) => Enum.GetValues<Tissue>()
        .Where(tissue => tissue != Tissue.Air && Tissues.IsBrain(tissue) == isBrain)
        .MinBy(tissue => Math.Abs(SiteProtocols.Centre.Signals[(int)tissue] - relativeLevel));
}
