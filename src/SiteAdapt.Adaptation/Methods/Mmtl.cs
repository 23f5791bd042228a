namespace SiteAdapt.Adaptation;

/// <summary>
/// MMTL, mixed minibatches: every batch holds floor(epoch / epochs * batch) target samples and source samples for the
/// rest, drawn from independent streams; one gradient step on their mean loss (section 4.1).
/// </summary>
public static class Mmtl
{
    public static AdaptationMethod Method { get; } = new() { Name = "mmtl", Mix = new MixSchedule(MixShape.Paper) };
}
