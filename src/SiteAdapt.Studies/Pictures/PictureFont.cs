using SkiaSharp;

namespace SiteAdapt.Studies;

/// <summary>
/// The font of every picture and chart. It is embedded, because without fonts on the machine SkiaSharp draws no text at all
/// and says nothing about it (see <c>Fonts/README.md</c>).
/// </summary>
static class PictureFont
{
    public const string Family = "SiteAdapt Sans";

    static readonly Lazy<SKTypeface> Regular = new(() => Load(bold: false));
    static readonly Lazy<SKTypeface> Bold = new(() => Load(bold: true));

    public static byte[] Bytes(bool bold) => EmbeddedFile.Read(bold ? "SiteAdaptSans-Bold.ttf" : "SiteAdaptSans-Regular.ttf");

    /// <summary>Lives as long as the process: must not be disposed.</summary>
    public static SKTypeface Typeface(bool bold) => bold ? Bold.Value : Regular.Value;

    /// <summary>A typeface of the caller's own.</summary>
    public static SKTypeface Load(bool bold)
    {
        using var data = SKData.CreateCopy(Bytes(bold));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("the embedded font cannot be read");
    }
}
