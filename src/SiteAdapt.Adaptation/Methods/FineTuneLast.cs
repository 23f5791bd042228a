namespace SiteAdapt.Adaptation;

/// <summary>Fine-tune-last (FTL): only the last layers learn (section 1.3).</summary>
public static class FineTuneLast
{
    public static AdaptationMethod Method { get; } = new() { Name = "fine-tune-last", Trainable = TrainableSet.Last };
}
