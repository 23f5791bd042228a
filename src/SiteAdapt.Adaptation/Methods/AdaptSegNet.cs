namespace SiteAdapt.Adaptation;

/// <summary>
/// AdaptSegNet (Tsai et al. 2018): half of each batch is labelled source, half unlabelled target, and discriminators of the
/// output maps push the target's towards the source's (section 5.4).
/// </summary>
public static class AdaptSegNet
{
    public static AdaptationMethod Method { get; } = new()
    {
        Name = "adaptsegnet",
        Mix = new MixSchedule(MixShape.Constant, Share: 0.5),
        Adversary = new AdversarySettings(),
    };
}
