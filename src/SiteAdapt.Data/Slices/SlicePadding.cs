namespace SiteAdapt.Data;

/// <summary>
/// A slice [H][W] put into the next larger one whose sides are multiples of a number, for inference (protocol section 2.1: the
/// share before is floor(difference / 2)), and back.
/// </summary>
public readonly record struct SlicePadding(int Height, int Width, int PaddedHeight, int PaddedWidth)
{
    public static SlicePadding ToMultiple(int height, int width, int multiple = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiple);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        int Up(int side) => (side + multiple - 1) / multiple * multiple;
        return new SlicePadding(height, width, Up(height), Up(width));
    }

    /// <summary>Rows before the slice.</summary>
    public int Top => (PaddedHeight - Height) / 2;

    /// <summary>Columns before the slice.</summary>
    public int Left => (PaddedWidth - Width) / 2;

    /// <summary>Pixels of the padded slice.</summary>
    public int PaddedSize => PaddedHeight * PaddedWidth;

    /// <summary>[H][W] into [PaddedHeight][PaddedWidth], surrounded by <paramref name="fill"/>.</summary>
    public void Pad<T>(ReadOnlySpan<T> slice, T fill, Span<T> padded)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slice.Length, Height * Width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(padded.Length, PaddedSize);
        padded.Fill(fill);
        for (int y = 0; y < Height; y++) slice.Slice(y * Width, Width).CopyTo(padded[((y + Top) * PaddedWidth + Left)..]);
    }

    /// <summary>The inner [H][W] of [PaddedHeight][PaddedWidth].</summary>
    public void Unpad<T>(ReadOnlySpan<T> padded, Span<T> slice)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slice.Length, Height * Width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(padded.Length, PaddedSize);
        for (int y = 0; y < Height; y++)
            padded.Slice((y + Top) * PaddedWidth + Left, Width).CopyTo(slice[(y * Width)..]);
    }
}
