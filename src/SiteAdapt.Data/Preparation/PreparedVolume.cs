namespace SiteAdapt.Data;

/// <summary>
/// A case as the network sees it, in full precision. <paramref name="Image"/> and <paramref name="Label"/> are [slice][h][w];
/// bit s of a label byte is structure s of the task. No label file: null.
/// </summary>
public sealed record PreparedVolume(PreparedGeometry Geometry, float[] Image, byte[]? Label) : ISliceSource
{
    /// <summary><see cref="PixelHash"/> of the image as it is in its file; null: blank, or not asked for.</summary>
    public string? Pixels { get; init; }

    public int SliceCount => Geometry.SliceCount;

    public int Height => Geometry.Height;

    public int Width => Geometry.Width;

    public float FillValue(int slice)
    {
        float smallest = float.PositiveInfinity;
        foreach (float value in Slice(slice)) smallest = Math.Min(smallest, value);
        return smallest;
    }

    public void ReadImage(int slice, Span<float> destination) => Slice(slice).CopyTo(destination);

    ReadOnlySpan<float> Slice(int slice) => Image.AsSpan(slice * Geometry.SliceSize, Geometry.SliceSize);
}
