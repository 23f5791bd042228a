namespace SiteAdapt.Data;

/// <summary>
/// The square that training sees of a slice [H][W] (protocol section 2.1). <paramref name="Top"/> and
/// <paramref name="Left"/> are the pixel of the slice that becomes (0, 0), negative where the window begins outside.
/// </summary>
public readonly record struct SliceWindow(int Top, int Left, int Size)
{
    /// <summary>
    /// Where the window lies: anywhere inside, uniformly, if both sides have room for it; else in the centre. Takes two numbers
    /// from the stream in either case, so that what follows does not depend on the size of a slice.
    /// </summary>
    public static SliceWindow Draw(int height, int width, int size, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        bool inside = height >= size && width >= size;
        (int top, int left) = (random.NextInt(inside ? height - size + 1 : 1), random.NextInt(inside ? width - size + 1 : 1));
        return inside ? new SliceWindow(top, left, size) : Centre(height, width, size);
    }

    /// <summary>Pixel (size / 2) of each side of the slice becomes pixel (window / 2) of the window.</summary>
    public static SliceWindow Centre(int height, int width, int size) => new(height / 2 - size / 2, width / 2 - size / 2, size);

    /// <summary>Copies the window out of a slice [H][W] into [Size][Size]; what lies outside becomes <paramref name="fill"/>.</summary>
    public void Cut<T>(ReadOnlySpan<T> slice, int height, int width, T fill, Span<T> window)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slice.Length, height * width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(window.Length, Size * Size);
        (int from, int to) = (Math.Clamp(-Left, 0, Size), Math.Clamp(width - Left, 0, Size));
        for (int y = 0; y < Size; y++)
        {
            Span<T> row = window.Slice(y * Size, Size);
            if (y + Top < 0 || y + Top >= height || from >= to)
            {
                row.Fill(fill);
                continue;
            }
            row[..from].Fill(fill);
            slice.Slice((y + Top) * width + Left + from, to - from).CopyTo(row[from..to]);
            row[to..].Fill(fill);
        }
    }
}
