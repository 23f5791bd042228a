namespace SiteAdapt.Studies;

/// <summary>One method with one budget: everything that is said of it by one metric. What cannot be computed is null.</summary>
public sealed record ResultCell
{
    public required string Method { get; init; }

    /// <summary>Null where the method has no budget: the bounds, and methods without labels.</summary>
    public string? Budget { get; init; }

    /// <summary>No adaptation or all target data.</summary>
    public bool IsBound { get; init; }

    /// <summary>Over patients, then pairs, then seeds.</summary>
    public double? Mean { get; init; }

    /// <summary>Sample standard deviation over seeds.</summary>
    public double? Deviation { get; init; }

    public required IReadOnlyList<SeedMean> Seeds { get; init; }

    /// <summary>Patients' values; all zero for a metric of a whole test set.</summary>
    public required ValueCounts Patients { get; init; }

    public required ValueCounts Runs { get; init; }

    /// <summary>95 % interval of the mean for other patients of these sites.</summary>
    public Interval? OverPatients { get; init; }

    /// <summary>95 % interval of the mean for other sites.</summary>
    public Interval? OverSites { get; init; }

    /// <summary>On the target: against no adaptation. On the source: against the source model, so that below zero is forgetting.</summary>
    public CellChange? Change { get; init; }

    /// <summary>Target only: share of the gap between no adaptation and all target data.</summary>
    public CellGap? GapClosed { get; init; }

    public CellWorst? Worst { get; init; }

    public CellVariance? Variance { get; init; }

    /// <summary>Means over seeds.</summary>
    public required IReadOnlyList<PairResult> Pairs { get; init; }
}

/// <summary>A mean change and its 95 % interval over patients.</summary>
/// <param name="From">What it is held against, on the same runs and patients.</param>
public sealed record CellChange(double From, double Mean, Interval? OverPatients);

/// <summary>A share of a gap; undefined where the gap is below one point.</summary>
public sealed record CellGap(double? Share, Interval? OverPatients, double? MedianOfPairs, int UndefinedPairs);

/// <summary>The site and the tenth of the patients that are served worst.</summary>
public sealed record CellWorst(string Site, double SiteMean, double? WorstTenth);

/// <summary>Standard deviations by pair of sites, by seed and of the rest, and of two runs of one pair.</summary>
public sealed record CellVariance(double Pair, double Seed, double Residual, double Run);

/// <summary>A pair of sites: mean and sample standard deviation over its seeds.</summary>
public sealed record PairResult(string Source, string Target, double? Mean, double? Deviation);
