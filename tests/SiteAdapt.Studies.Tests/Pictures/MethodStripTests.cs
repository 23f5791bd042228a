using SkiaSharp;

namespace SiteAdapt.Studies.Tests;

public sealed class MethodStripTests
{
    static StripCase Case(string name, params string[] methods)
    {
        byte[] mask = new byte[40 * 30];
        for (int x = 10; x < 30; x++)
            for (int y = 8; y < 22; y++) mask[(x * 30) + y] = 1;
        return new StripCase(name, new SliceImage(new float[40 * 30], 40, 30), mask, [.. methods.Select(method => new StripMask(method, mask, "surface Dice 84.1"))]);
    }

    [Fact]
    public void Should_lay_out_image_reference_and_methods_in_a_grid()
    {
        // 5 panels in 3 columns and 2 lines: 3 x 80 + 4 gaps wide; gaps, case line, 2 lines of label, panel and note, footer high.
        var figure = MethodStrip.Draw("strip", [Case("sub-01", "none", "mmtl", "octl")], columns: 3, scale: 2);
        using var picture = SKBitmap.Decode(figure.Bytes.ToArray());
        Assert.Equal("strip.png", figure.FileName);
        Assert.Equal((figure.Width, figure.Height), (picture.Width, picture.Height));
        Assert.Equal((280, 10 + 26 + (2 * (24 + 60 + 20)) + 28), (figure.Width, figure.Height));
    }

    [Fact]
    public void Should_put_each_case_below_the_one_before()
    {
        int one = MethodStrip.Draw("a", [Case("sub-01", "mmtl")]).Height;
        int two = MethodStrip.Draw("b", [Case("sub-01", "mmtl"), Case("sub-02", "mmtl")]).Height;
        Assert.Equal(26 + 24 + 60 + 20, two - one);
    }

    [Fact]
    public void Should_tint_a_panel_with_its_method_and_outline_the_reference_on_top()
    {
        var figure = MethodStrip.Draw("strip", [Case("sub-01", "mmtl")], columns: 3, scale: 2);
        using var picture = SKBitmap.Decode(figure.Bytes.ToArray());
        int left = 10 + (2 * 90), top = 10 + 26 + 24;
        var inside = picture.GetPixel(left + 40, top + 30);
        Assert.InRange(inside.Red, 70, 100);
        Assert.InRange(inside.Green, 25, 50);
        Assert.Equal(0, inside.Blue);
        var border = Enumerable.Range(left + 18, 5).Select(x => picture.GetPixel(x, top + 30));
        Assert.Contains(SKColor.Parse(MethodColors.Reference), border);
        Assert.Equal(SKColor.Parse(MethodColors.Of("mmtl")), picture.GetPixel(left + 5, 10 + 26 + 10));
    }

    [Fact]
    public void Should_write_its_labels_without_any_font_of_the_machine()
    {
        // Other words, other pixels: the labels are there.
        byte[] a = MethodStrip.Draw("s", [Case("sub-01", "aaaa")]).Bytes.ToArray();
        byte[] b = MethodStrip.Draw("s", [Case("sub-02", "aaaa")]).Bytes.ToArray();
        Assert.NotEqual(a, b);
        Assert.Equal("SiteAdapt Sans", PictureFont.Typeface(bold: false).FamilyName);
        Assert.True(PictureFont.Typeface(bold: true).IsBold);
        const string Needed = "surface Dice 84.1 ± 1.3 − + – … % (R) äöüéñ μ ≤ ≥ →";
        Assert.DoesNotContain((ushort)0, PictureFont.Typeface(bold: false).GetGlyphs(Needed));
        Assert.DoesNotContain((ushort)0, PictureFont.Typeface(bold: true).GetGlyphs(Needed));
    }

    [Fact]
    public void Should_shorten_a_name_that_does_not_fit()
    {
        string fitted = Png.Fitted(new string('W', 200), 100, 14, bold: true);
        Assert.EndsWith("…", fitted, StringComparison.Ordinal);
        Assert.InRange(fitted.Length, 3, 12);
        Assert.Equal("mmtl", Png.Fitted("mmtl", 100, 14, bold: true));
    }

    [Fact]
    public void Should_give_the_same_bytes_each_time() => Assert.Equal(
        MethodStrip.Draw("s", [Case("sub-01", "none", "mmtl")]).Bytes.ToArray(),
        MethodStrip.Draw("s", [Case("sub-01", "none", "mmtl")]).Bytes.ToArray());
}
