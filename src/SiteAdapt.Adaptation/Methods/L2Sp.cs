namespace SiteAdapt.Adaptation;

/// <summary>L2-SP: fine-tune-all with a pull back to the source weights, alpha 0.1 (section 5.1).</summary>
public static class L2Sp
{
    public static AdaptationMethod Method { get; } = new() { Name = "l2sp", Penalty = new L2SpPenalty(Alpha: 0.1) };
}
