using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>What batch normalisation in the frozen copies does while training.</summary>
public enum FrozenNorm
{
    /// <summary>Normalise with the batch's statistics and move the running ones, as published: only the copies' parameters are frozen.</summary>
    Train,

    /// <summary>Normalise with the source's running statistics and keep them: nothing of the copies changes.</summary>
    Eval,
}

/// <summary>SpotTUNet's choices (sections 1.5, 3.2 and 5.3 of the protocol); the defaults are those of the paper's runs.</summary>
/// <param name="K">Weight of the term that pushes towards the frozen copies; null: the first publication's value for the budget.</param>
/// <param name="Soft">Copies mixed by softmax(logits / 0.1), without noise and without choosing one.</param>
/// <param name="GateShortcut0">Whether shortcut0 shares the last batch norm's gate, as in the first publication; else it is always tuned.</param>
/// <param name="PolicyOptimizer">Adam, or SGD with momentum 0.9 and Nesterov as in the first publication.</param>
public sealed record SpotTuneSettings(
    double? K = 0.005,
    bool Soft = false,
    bool GateShortcut0 = false,
    OptimizerKind PolicyOptimizer = OptimizerKind.Adam,
    FrozenNorm FrozenNorm = FrozenNorm.Train)
{
    /// <summary>Annotated slices -> the best k of a search over 5 of 30 pairs; every n-th slice of a scan of 270, then 1, 2 and 3 scans.</summary>
    static readonly (double Slices, double K)[] Tuned =
        [(270 / 48.0, 0.010), (270 / 36.0, 0.007), (270 / 24.0, 0.012), (270 / 12.0, 0.005), (270 / 6.0, 0.005), (270 / 3.0, 0.007), (270, 0.005), (2 * 270, 0.005), (3 * 270, 0)];

    public override string ToString() => "gates of SpotTUNet";

    /// <summary>With a number for k: where it is left open, that of the nearest budget (as a ratio) in the publication's search.</summary>
    /// <param name="budget">Null: all of the target's training set.</param>
    public SpotTuneSettings Resolve(Budget? budget)
    {
        if (K is not null) return this;
        if (budget?.Images is not null) throw new InputException("--set spottune-k: is 'tuned'; the publication's search was over slices of scans, not over images. Give a number, such as 0.005.");
        double slices = budget?.Slices ?? 270.0 * Math.Min(budget?.Patients ?? 3, 3);
        return this with { K = Tuned.MinBy(entry => Math.Abs(Math.Log(entry.Slices / slices))).K };
    }
}
