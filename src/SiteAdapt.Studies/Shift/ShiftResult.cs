using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>How a measure differs between two groups of subjects.</summary>
/// <param name="First">Mean of the first group's subjects; NaN where the measure could not be taken of all of them.</param>
/// <param name="Effect">Second less first, in standard deviations within the groups (Hedges' g); null where a subject has no value.</param>
/// <param name="P">Null where there is no test: a subject has no value, or all have the same one.</param>
/// <param name="Adjusted">P after Holm's correction over the measures and the histogram.</param>
public sealed record MeasureShift(AppearanceMeasure Measure, double First, double Second, double? Effect, double? P, double? Adjusted);

/// <summary>How far two groups are apart in something that is no single number.</summary>
/// <param name="Name">"histogram", or a block of the network.</param>
/// <param name="Distance"><see cref="EnergyDistance"/>, 0 to 1.</param>
public sealed record DistanceShift(string Name, double Distance, double? P, double? Adjusted);

/// <summary>Two groups of scans compared: what differs, by how much, and how surely.</summary>
/// <param name="InMask">Whether intensities are those of the labels' masks.</param>
/// <param name="Blocks">First block to last; corrected by Holm among themselves. Empty without a network.</param>
/// <param name="Overall">p-value of the question whether anything differs at all (<see cref="PermutationTests.Overall"/>); no correction is left to be made.</param>
public sealed record ShiftResult(
    MeasuredGroup First, MeasuredGroup Second, bool InMask, HistogramRange Range, TwoGroups Groups,
    IReadOnlyList<MeasureShift> Measures, DistanceShift Histogram, IReadOnlyList<DistanceShift> Blocks, double Overall)
{
    /// <summary>A difference is found where its corrected p-value is no larger.</summary>
    public const double Level = 0.05;

    /// <summary>Tests among which the measures and the histogram are corrected.</summary>
    public int Tests => Measures.Count(shift => shift.P is not null) + (Histogram.P is null ? 0 : 1);

    /// <summary>Whether too few subjects are there for any measure to be found, however different the groups are.</summary>
    public bool IsBlind => Groups.SmallestP * Math.Max(1, Tests) > Level;

    /// <summary>Whether too few subjects are there even to find that anything at all differs.</summary>
    public bool IsBlindOverall => Groups.SmallestP > Level;

    /// <summary>As <see cref="IsBlind"/>, for the blocks.</summary>
    public bool IsBlindToBlocks => Groups.SmallestP * Math.Max(1, Blocks.Count(block => block.P is not null)) > Level;

    internal static bool IsFound(double? adjusted) => adjusted <= Level;
}
