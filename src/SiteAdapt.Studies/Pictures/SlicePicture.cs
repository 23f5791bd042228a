using System.Runtime.InteropServices;
using SkiaSharp;

namespace SiteAdapt.Studies;

/// <summary>A grey slice with masks over it, enlarged; contours are drawn at the final size and stay crisp.</summary>
public static class SlicePicture
{
    const byte FillAlpha = 100;

    /// <summary>A PNG of the slice, <paramref name="scale"/> times as large, with the letters of its edges.</summary>
    /// <exception cref="ArgumentException">A mask does not fit the slice.</exception>
    public static byte[] Draw(SliceImage slice, IEnumerable<SliceOverlay> overlays, int scale = 3)
    {
        ArgumentNullException.ThrowIfNull(slice);
        ArgumentNullException.ThrowIfNull(overlays);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var (width, height) = Size(slice, scale);
        return Png.Encode(width, height, canvas => DrawOn(canvas, slice, overlays, scale));
    }

    /// <summary>Columns and rows of the picture.</summary>
    internal static (int Width, int Height) Size(SliceImage slice, int scale) =>
        (slice.Height * scale, (int)Math.Round(slice.Width * scale * slice.Aspect));

    /// <summary>Draws with the upper left corner at the canvas' origin.</summary>
    internal static void DrawOn(SKCanvas canvas, SliceImage slice, IEnumerable<SliceOverlay> overlays, int scale)
    {
        var (width, height) = Size(slice, scale);
        using (var gray = GrayBitmap(slice))
        using (var image = SKImage.FromBitmap(gray))
            canvas.DrawImage(image, new SKRect(0, 0, width, height), new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Save();
        canvas.ClipRect(new SKRect(0, 0, width, height));
        foreach (var overlay in overlays) DrawOverlay(canvas, slice, overlay, scale);
        DrawEdgeLetters(canvas, slice, width, height);
        canvas.Restore();
    }

    static SKBitmap GrayBitmap(SliceImage slice)
    {
        var bitmap = new SKBitmap(new SKImageInfo(slice.Height, slice.Width, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int row = 0; row < slice.Width; row++)
        {
            byte[] line = new byte[slice.Height];
            for (int column = 0; column < line.Length; column++) line[column] = slice.Gray(column, row);
            Marshal.Copy(line, 0, bitmap.GetPixels() + (row * bitmap.RowBytes), line.Length);
        }
        return bitmap;
    }

    static void DrawOverlay(SKCanvas canvas, SliceImage slice, SliceOverlay overlay, int scale)
    {
        if (overlay.Mask.Length != slice.Pixels.Length)
            throw new ArgumentException($"mask '{overlay.Name}' has {overlay.Mask.Length} pixels, the slice {slice.Pixels.Length}");
        var color = SKColor.Parse(overlay.Color);
        var (scaleX, scaleY) = (scale, (float)(scale * slice.Aspect));
        if (overlay.IsFilled) Fill(canvas, slice, overlay.Mask, color.WithAlpha(FillAlpha), scaleX, scaleY);
        using var outline = MaskOutline.Trace(slice, overlay.Mask);
        outline.Transform(SKMatrix.CreateScale(scaleX, scaleY));
        float pen = Math.Max(1, (scale + 1) / 2);
        // The dark rim keeps a line visible on tissue of its own brightness.
        if (overlay.IsFilled) Stroke(canvas, outline, SKColors.Black.WithAlpha(170), pen + 2);
        Stroke(canvas, outline, color, pen);
    }

    /// <summary>Not antialiased: borders follow pixel edges, which lie on whole pixels of the picture.</summary>
    static void Stroke(SKCanvas canvas, SKPath outline, SKColor color, float width)
    {
        using var pen = new SKPaint
        {
            Color = color,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = width,
            StrokeCap = SKStrokeCap.Square,
            IsAntialias = false,
        };
        canvas.DrawPath(outline, pen);
    }

    static void Fill(SKCanvas canvas, SliceImage slice, byte[] mask, SKColor color, float scaleX, float scaleY)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = false };
        for (int row = 0; row < slice.Width; row++)
        {
            for (int column = 0; column < slice.Height; column++)
            {
                int start = column;
                while (column < slice.Height && mask[slice.Index(column, row)] != 0) column++;
                if (column > start) canvas.DrawRect(new SKRect(start * scaleX, row * scaleY, column * scaleX, (row + 1) * scaleY), paint);
            }
        }
    }

    static void DrawEdgeLetters(SKCanvas canvas, SliceImage slice, int width, int height)
    {
        const int SmallestWithLetters = 96;
        if (width < SmallestWithLetters || height < SmallestWithLetters) return;
        float size = Math.Clamp(width / 18f, 9, 14);
        var (left, top) = slice.Edges;
        Png.Text(canvas, left, 4, (height / 2f) + (size / 3), size, Letters);
        Png.Text(canvas, top, width / 2f, size + 2, size, Letters, SKTextAlign.Center);
    }

    static readonly SKColor Letters = new(0xE8, 0xE8, 0xE8);
}
