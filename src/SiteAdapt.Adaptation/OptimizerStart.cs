namespace SiteAdapt.Adaptation;

/// <summary>Which part of the source run's gradient history is loaded.</summary>
public enum History
{
    /// <summary>None: a fresh optimizer.</summary>
    None,

    /// <summary>All: SGD's momentum buffer; Adam's exp_avg and exp_avg_sq.</summary>
    All,

    /// <summary>Adam's exp_avg alone; exp_avg_sq starts at zero.</summary>
    FirstMoment,

    /// <summary>Adam's exp_avg_sq alone; exp_avg starts at zero.</summary>
    SecondMoment,
}

/// <summary>What is done to the loaded momentum (first moment) before it is used, as a control.</summary>
public enum HistoryChange
{
    Keep,

    /// <summary>The numbers of each tensor in random order: same sizes, no direction.</summary>
    Shuffle,

    /// <summary>All signs turned: the opposite direction.</summary>
    Flip,
}

/// <summary>
/// How the optimizer of the adaptation starts (section 4.2 of the protocol). A null hyper-parameter is the optimizer's own
/// default: SGD momentum 0.9 with Nesterov, Adam betas 0.9 and 0.999.
/// </summary>
/// <param name="Step">Adam's step counter at the start; null is 0.</param>
public sealed record OptimizerStart(
    History History = History.None,
    HistoryChange Change = HistoryChange.Keep,
    double? Momentum = null,
    bool? Nesterov = null,
    double? Beta1 = null,
    double? Beta2 = null,
    int? Step = null)
{
    public static OptimizerStart Fresh { get; } = new();
}
