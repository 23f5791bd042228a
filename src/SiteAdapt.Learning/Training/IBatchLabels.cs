using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>Writes what the loss of a sample is measured against.</summary>
interface IBatchLabels
{
    /// <summary>Shape of one sample's labels: [structures, H, W] or [findings].</summary>
    long[] Shape { get; }

    /// <summary>Fills the labels of one sample, in C order.</summary>
    void Fill(Sample sample, Span<float> target);
}

/// <summary>The masks of a slice, cut to the sample's window: 0 and 1, NaN where the case has no label; [structures, window, window].</summary>
sealed class StructureLabels(int window, int structures) : IBatchLabels
{
    readonly byte[] cut = new byte[window * window];
    byte[] label = [];

    public long[] Shape { get; } = [structures, window, window];

    public void Fill(Sample sample, Span<float> target)
    {
        var source = (PreparedCase)sample.Case;
        if (!source.HasLabel)
        {
            target.Fill(float.NaN); // a loss that looked at it would not be a number
            return;
        }
        int pixels = source.Height * source.Width;
        if (label.Length < pixels) label = new byte[pixels];
        source.ReadLabel(sample.Slice, label);
        sample.Window.Cut<byte>(label.AsSpan(0, pixels), source.Height, source.Width, 0, cut);
        for (int s = 0; s < structures; s++)
        {
            var channel = target.Slice(s * cut.Length, cut.Length);
            for (int i = 0; i < channel.Length; i++) channel[i] = (cut[i] >> s) & 1;
        }
    }
}

/// <summary>An image's findings: 1, 0, or NaN where not known, [findings].</summary>
sealed class FindingColumns(IReadOnlyList<string> findings, TaskSettings task) : IBatchLabels
{
    public long[] Shape { get; } = [findings.Count];

    public void Fill(Sample sample, Span<float> target) => FindingLabels.Of(sample.Case.Case, findings, task).CopyTo(target);
}

/// <summary>No labels: images alone.</summary>
sealed class NoLabels : IBatchLabels
{
    public long[] Shape { get; } = [0];

    public void Fill(Sample sample, Span<float> target) { }
}
