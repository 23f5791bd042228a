namespace SiteAdapt.Studies;

/// <summary>A mask to be drawn over a slice.</summary>
/// <param name="Name">What it is, for legends.</param>
/// <param name="Mask">[H, W] as the slice; anything but 0 is inside.</param>
/// <param name="Color">#RRGGBB.</param>
/// <param name="IsFilled">Whether the inside is tinted too.</param>
public sealed record SliceOverlay(string Name, byte[] Mask, string Color, bool IsFilled = false);
