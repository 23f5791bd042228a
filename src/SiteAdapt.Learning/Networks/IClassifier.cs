using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>A network of one encoder and one or several heads of findings.</summary>
public interface IClassifier
{
    /// <summary>Images [B, C, H, W] to features [B, F].</summary>
    Tensor Features(Tensor images);

    /// <summary>Features [B, F] to the logits [B, findings] of one head.</summary>
    Tensor Head(string name, Tensor features);
}
