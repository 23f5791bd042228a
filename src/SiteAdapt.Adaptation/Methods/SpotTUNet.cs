namespace SiteAdapt.Adaptation;

/// <summary>
/// SpotTUNet: a tuned and a frozen copy of every block, and a policy network that chooses between them for each slice and block
/// (sections 1.5, 1.6 and 5.3). The paper's runs: policy optimizer Adam, k = 0.005, shortcut0 without a gate.
/// </summary>
public static class SpotTUNet
{
    public static AdaptationMethod Method { get; } = new() { Name = "spottunet", Gates = new SpotTuneSettings() };
}
