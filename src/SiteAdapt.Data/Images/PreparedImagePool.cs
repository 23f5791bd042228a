namespace SiteAdapt.Data;

/// <summary>An image that was left out, and what is wrong with it.</summary>
public sealed record UnreadableImage(Case Case, string Reason);

/// <summary>Prepared images in the order of their cases, without those that could not be used.</summary>
public sealed record PreparedImagePool(IReadOnlyList<PreparedImage> Images, IReadOnlyList<UnreadableImage> Unreadable);
