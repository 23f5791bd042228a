namespace SiteAdapt.Studies;

/// <summary>The style of a page; the font comes with it only where a chart needs it.</summary>
static class PageStyle
{
    // Markup characters would be read differently by an XML parser and by a browser.
    static readonly Lazy<string> Sheet = new(() =>
    {
        string css = System.Text.Encoding.UTF8.GetString(EmbeddedFile.Read("page.css"));
        return css.AsSpan().ContainsAny("<>&") ? throw new InvalidOperationException("page.css must do without <, > and &") : css;
    });

    public static string For(Page page) =>
        page.Figures.Any(figure => figure.Content.IsSvg) ? FontFaces() + Sheet.Value : Sheet.Value;

    static string FontFaces() => FontFace(bold: false, 400) + FontFace(bold: true, 700);

    static string FontFace(bool bold, int weight) =>
        $"@font-face {{ font-family: \"{PictureFont.Family}\"; font-weight: {weight}; " +
        $"src: url(data:font/ttf;base64,{Convert.ToBase64String(PictureFont.Bytes(bold))}) format(\"truetype\"); }}\n";
}
