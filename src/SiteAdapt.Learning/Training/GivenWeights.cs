using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Weights from outside that a pre-training starts with.</summary>
static class GivenWeights
{
    /// <summary>SHA-256 of the file.</summary>
    public static string Hash(string path)
    {
        if (!File.Exists(path)) throw new InputException($"--initial-weights: there is no file '{path}'.");
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>All tensors of a U-Net; of a DenseNet the encoder, for as many input channels as the task has (its heads have findings of their own).</summary>
    public static void Load(Network network, string path)
    {
        if (network is DenseNet121 classifier) DenseNetWeights.Load(classifier, path);
        else WeightsFile.Load(network, path);
    }
}
