namespace SiteAdapt.Studies;

/// <summary>The two anatomical axes of a slice, which name the edges of its picture.</summary>
public enum SliceView
{
    /// <summary>H = x, W = y: anterior up.</summary>
    Axial,

    /// <summary>H = x, W = z: superior up.</summary>
    Coronal,

    /// <summary>H = y, W = z: superior up, anterior on the left.</summary>
    Sagittal,

    /// <summary>The array of a file whose axes were taken as they are: no edge has a name.</summary>
    AsStored,
}

/// <summary>
/// A slice of a canonical (RAS) volume: an array [H, W], W fastest, in which the first axis runs to the patient's right
/// (sagittal: to the front) and the second one up the picture. Pictures show it as radiologists do, with the patient's right
/// on the left side: picture column = H - 1 - first index, picture row = W - 1 - second index.
/// </summary>
public sealed class SliceImage
{
    /// <param name="pixels">[H, W], any scale; not-a-number is shown black.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="view">Which axes these are.</param>
    public SliceImage(float[] pixels, int height, int width, SliceView view = SliceView.Axial)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (pixels.LongLength != (long)height * width)
            throw new ArgumentException($"{pixels.Length} pixels do not fill a slice of {height}x{width}", nameof(pixels));
        (Pixels, Height, Width, View) = (pixels, height, width, view);
        (Low, High) = Percentiles(pixels);
    }

    public float[] Pixels { get; }

    /// <summary>Pixels along the first axis: columns of the picture.</summary>
    public int Height { get; }

    /// <summary>Pixels along the second axis: rows of the picture.</summary>
    public int Width { get; }

    public SliceView View { get; }

    /// <summary>Extent of a pixel along the second axis over that along the first: the picture is stretched by it.</summary>
    public double Aspect { get; init; } = 1;

    /// <summary>Shown as black; the lowest half percent unless set.</summary>
    public float Low { get; init; }

    /// <summary>Shown as white; the highest half percent unless set.</summary>
    public float High { get; init; }

    /// <summary>What stands at the left and at the upper edge of the picture.</summary>
    internal (string Left, string Top) Edges => View switch
    {
        SliceView.Axial => ("R", "A"),
        SliceView.Coronal => ("R", "S"),
        SliceView.Sagittal => ("A", "S"),
        _ => ("", ""),
    };

    /// <summary>Grey value of a pixel of the picture, 0 to 255.</summary>
    internal byte Gray(int column, int row)
    {
        float value = Pixels[Index(column, row)];
        float share = (value - Low) / (High - Low);
        return float.IsFinite(share) ? (byte)Math.Round(255 * Math.Clamp(share, 0, 1)) : (byte)(share > 0 ? 255 : 0);
    }

    /// <summary>Index into the slice's array of a pixel of the picture.</summary>
    internal int Index(int column, int row) => ((Height - 1 - column) * Width) + (Width - 1 - row);

    static (float Low, float High) Percentiles(float[] pixels)
    {
        float[] sorted = [.. pixels.Where(float.IsFinite).Order()];
        if (sorted.Length == 0) return (0, 1);
        int cut = sorted.Length / 200;
        var (low, high) = (sorted[cut], sorted[^(1 + cut)]);
        return high > low ? (low, high) : (sorted[0], sorted[0] < sorted[^1] ? sorted[^1] : sorted[0] + 1);
    }
}
