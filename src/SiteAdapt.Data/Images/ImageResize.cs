namespace SiteAdapt.Data;

/// <summary>
/// Resizes grey images, each direction alone: where it shrinks, a pixel is the mean of the area that it covers (parts of pixels
/// count by their share); where it grows, it lies between the two nearest pixel centres (bilinear, edges held).
/// </summary>
static class ImageResize
{
    /// <summary>Weights of a target pixel on the source pixels from <paramref name="First"/> on; they sum to 1.</summary>
    readonly record struct Tap(int First, double[] Weights);

    /// <summary>[side][side] of values from 0 to 65535, whatever the range of the source.</summary>
    public static ushort[] ToSquare(GreyImage image, int side)
    {
        (Tap[] across, Tap[] down) = (Taps(image.Width, side), Taps(image.Height, side));
        double[] rows = new double[image.Height * side];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<ushort> source = image.Pixels.AsSpan(y * image.Width, image.Width);
            for (int x = 0; x < side; x++) rows[y * side + x] = Sum(source, across[x]);
        }
        double scale = ushort.MaxValue / (double)image.Max;
        double[] line = new double[side];
        ushort[] square = new ushort[side * side];
        for (int y = 0; y < side; y++)
        {
            Array.Clear(line);
            for (int k = 0; k < down[y].Weights.Length; k++)
            {
                double weight = down[y].Weights[k];
                ReadOnlySpan<double> row = rows.AsSpan((down[y].First + k) * side, side);
                for (int x = 0; x < side; x++) line[x] += weight * row[x];
            }
            for (int x = 0; x < side; x++) square[y * side + x] = (ushort)Math.Clamp(Math.Round(scale * line[x]), 0, ushort.MaxValue);
        }
        return square;
    }

    static double Sum(ReadOnlySpan<ushort> source, Tap tap)
    {
        double sum = 0;
        for (int k = 0; k < tap.Weights.Length; k++) sum += tap.Weights[k] * source[tap.First + k];
        return sum;
    }

    static Tap[] Taps(int from, int to) => [.. Enumerable.Range(0, to).Select(i => to <= from ? Area(i, from, to) : Linear(i, from, to))];

    /// <summary>Of the source interval [i, i + 1) * from / to; in whole numbers, so that equal sizes give the pixel itself.</summary>
    static Tap Area(int i, int from, int to)
    {
        (long start, long end) = ((long)i * from, (i + 1L) * from);
        int first = (int)(start / to), last = (int)((end + to - 1) / to);
        double[] weights = new double[last - first];
        for (int k = 0; k < weights.Length; k++)
            weights[k] = (Math.Min(end, (first + k + 1L) * to) - Math.Max(start, (long)(first + k) * to)) / (double)from;
        return new Tap(first, weights);
    }

    static Tap Linear(int i, int from, int to)
    {
        double position = Math.Clamp((i + 0.5) * from / to - 0.5, 0, from - 1);
        int first = Math.Min((int)position, Math.Max(0, from - 2));
        return from == 1 ? new Tap(0, [1]) : new Tap(first, [1 - (position - first), position - first]);
    }
}
