namespace SiteAdapt.Adaptation;

/// <summary>
/// Fine-tune-first (FTF): only the first layers learn (first convolution and first residual block of the U-Net). Batch
/// normalisation of the whole network follows the target all the same, as the paper ran it (sections 1.3 and 5.2).
/// </summary>
public static class FineTuneFirst
{
    public static AdaptationMethod Method { get; } = new() { Name = "fine-tune-first", Trainable = TrainableSet.First };
}
