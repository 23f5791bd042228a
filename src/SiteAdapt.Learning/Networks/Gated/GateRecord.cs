namespace SiteAdapt.Learning;

/// <summary>How a <see cref="GatedNetwork"/> decides between its two copies (protocol sections 1.5 and 5.3).</summary>
/// <param name="Soft">Mix the copies by softmax(logits / 0.1), and do not choose one of them.</param>
/// <param name="Shortcut0">U-Net: the last batch norm's gate also gates shortcut0, as the first publication; else shortcut0 is always the tuned one.</param>
public sealed record GateRecord(bool Soft = false, bool Shortcut0 = false);
