using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>A network whose activations can be looked at on the way from an image to the output.</summary>
public interface IBlockwise
{
    /// <summary>
    /// Runs images [B, C, H, W] and shows what comes out of each group of layers, first to last: [B, c, h, w], or [B, c] after pooling.
    /// U-Net: the last residual block of <c>init_path</c>, <c>down1</c>, <c>down2</c>, <c>bottleneck</c>, <c>up2</c>, <c>up1</c> and
    /// <c>out_path</c>. DenseNet: <c>stem</c>, <c>denseblock1</c> to <c>denseblock4</c>, and <c>features</c>, what the heads get.
    /// </summary>
    /// <param name="look">Gets the group's name and its activation, which is the network's and lives as long as the call.</param>
    void Look(Tensor images, Action<string, Tensor> look);
}
