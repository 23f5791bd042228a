namespace SiteAdapt.Adaptation;

/// <summary>
/// AdaBN: the source's weights with batch-norm statistics of the target, from unlabelled images (section 5.4).
/// Nothing is trained.
/// </summary>
public static class AdaBn
{
    public static AdaptationMethod Method { get; } = new() { Name = "adabn", Trainable = TrainableSet.None, Finish = new NormFinish() };
}
