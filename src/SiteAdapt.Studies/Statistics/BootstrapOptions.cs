namespace SiteAdapt.Studies;

/// <summary>How intervals are drawn. The same options and scores give the same interval.</summary>
public sealed record BootstrapOptions
{
    public static BootstrapOptions Default { get; } = new();

    /// <summary>Seed of the resamples; no matter of the runs' seeds.</summary>
    public long Seed { get; init; }

    public int Resamples { get; init; } = 2000;

    /// <summary>Share of resamples inside the interval.</summary>
    public double Level { get; init; } = 0.95;

    /// <exception cref="ArgumentOutOfRangeException">No resamples, or a level that is not between 0 and 1.</exception>
    internal BootstrapOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Resamples, 1, nameof(Resamples));
        if (!(Level > 0 && Level < 1)) throw new ArgumentOutOfRangeException(nameof(Level), Level, "between 0 and 1");
        return this;
    }
}
