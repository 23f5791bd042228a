namespace SiteAdapt.Data;

/// <summary>A decoded grey image [H][W] with the values of its file, 0 to <paramref name="Max"/> (255 or 65535).</summary>
sealed record GreyImage(int Width, int Height, int Max, ushort[] Pixels)
{
    /// <summary>The largest square around the middle; where a margin is odd, it is one pixel less at the left or the top.</summary>
    public GreyImage CentreSquare()
    {
        int side = Math.Min(Width, Height), left = (Width - side) / 2, top = (Height - side) / 2;
        ushort[] square = new ushort[side * side];
        for (int y = 0; y < side; y++) Pixels.AsSpan((top + y) * Width + left, side).CopyTo(square.AsSpan(y * side));
        return new GreyImage(side, side, Max, square);
    }
}
