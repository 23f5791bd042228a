using SkiaSharp;

namespace SiteAdapt.Studies;

/// <summary>Drawing onto a bitmap with the embedded font, and encoding it.</summary>
static class Png
{
    /// <summary>A PNG of that size, black before <paramref name="draw"/>.</summary>
    public static byte[] Encode(int width, int height, Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Black);
            draw(canvas);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <summary>Writes one line of text; (x, y) is on its baseline.</summary>
    public static void Text(
        SKCanvas canvas, string text, float x, float y, float size, SKColor color, SKTextAlign align = SKTextAlign.Left, bool bold = false)
    {
        using var font = Font(size, bold);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(PageText.Printable(text), x, y, align, font, paint);
    }

    /// <summary>The text, shortened with "…" until it is no wider than <paramref name="width"/>.</summary>
    public static string Fitted(string text, float width, float size, bool bold)
    {
        using var font = Font(size, bold);
        if (font.MeasureText(text) <= width) return text;
        int length = text.Length;
        while (length > 0 && font.MeasureText(text[..length] + "…") > width) length--;
        return text[..length] + "…";
    }

    // Glyphs must come out alike on every machine: no hints, no subpixel colours.
    static SKFont Font(float size, bool bold) =>
        new(PictureFont.Typeface(bold), size) { Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias, Subpixel = true };
}
