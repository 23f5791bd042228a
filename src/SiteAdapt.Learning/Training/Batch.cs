using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>A batch in memory. <see cref="Images"/> is [B, C, H, W], <see cref="Labels"/> [B, structures, H, W] with 0 and 1, NaN where the case has no label.</summary>
/// <param name="States">States of the sample streams after this batch was drawn.</param>
public sealed record Batch(Tensor Images, Tensor Labels, IReadOnlyList<Sample> Samples, IReadOnlyDictionary<string, string> States) : IDisposable
{
    /// <summary>The cases in the batch by site, each once, for messages.</summary>
    public string CaseNames => NamesOf(Samples);

    internal static string NamesOf(IEnumerable<Sample> samples) => string.Join("; ", samples.Select(sample => sample.Case.Case).GroupBy(item => item.Site)
        .Select(site => $"{string.Join(", ", site.Select(item => item.Id).Distinct())} of site {site.Key}"));

    public Batch To(Device device) => this with { Images = Move(Images, device), Labels = Move(Labels, device) };

    static Tensor Move(Tensor tensor, Device device)
    {
        if (tensor.device_type == device.type) return tensor;
        var moved = tensor.to(device);
        tensor.Dispose();
        return moved;
    }

    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
