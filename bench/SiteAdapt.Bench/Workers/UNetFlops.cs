using SiteAdapt.Learning;

namespace SiteAdapt.Bench;

/// <summary>
/// Multiplications and additions of a U-Net's convolutions: each weight works once for each pixel of its group's level, which is the
/// output of a strided and the input of a transposed convolution. Normalisation and activation are not counted.
/// </summary>
static class UNetFlops
{
    static readonly Dictionary<string, int> LevelOf = new()
    {
        ["init_path"] = 0, ["down1"] = 1, ["down2"] = 2, ["bottleneck"] = 3, ["shortcut2"] = 2, ["up2"] = 2, ["shortcut1"] = 1, ["up1"] = 1,
        ["shortcut0"] = 0, ["out_path"] = 0,
    };

    /// <summary>Forward, gradient of the weights, and gradient of the inputs (which the first convolution does not need).</summary>
    public static double OfStep(UNetSettings settings, int batch, int side)
    {
        using var network = new UNet(settings);
        double products = 0, first = 0;
        foreach (var (name, parameter) in network.NamedParameters().Where(entry => entry.Parameter.dim() == 4))
        {
            double pixels = (double)batch * side * side / Math.Pow(4, LevelOf[name[..name.IndexOf('.', StringComparison.Ordinal)]]);
            products += parameter.numel() * pixels;
            if (name == "init_path.0.weight") first = parameter.numel() * pixels;
        }
        return 2 * (3 * products - first);
    }
}
