using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>A network with a bottleneck whose features can be looked at.</summary>
public interface IBottleneck
{
    /// <summary>The activation before the first transposed convolution: [B, 8n, H/8, W/8] (protocol section 1.4).</summary>
    Tensor ForwardToBottleneck(Tensor input);
}
