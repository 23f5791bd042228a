using SkiaSharp;

namespace SiteAdapt.Studies.Tests;

public sealed class SlicePictureTests
{
    static readonly SKColor Red = SKColor.Parse("#FF0000");

    /// <summary>Three columns (x) by two rows (y): all different.</summary>
    static SliceImage Small() => new([0, 50, 100, 150, 200, 250], 3, 2) { Low = 0, High = 255 };

    static SKBitmap Decoded(byte[] png) => SKBitmap.Decode(png);

    [Fact]
    public void Should_show_the_right_side_on_the_left_and_anterior_up()
    {
        using var picture = Decoded(SlicePicture.Draw(Small(), [], scale: 4));
        Assert.Equal((12, 8), (picture.Width, picture.Height));
        // Index [x, y]: the picture's upper left is the largest x (right) and the largest y (anterior).
        Assert.Equal(250, picture.GetPixel(1, 1).Red);
        Assert.Equal(200, picture.GetPixel(1, 6).Red);
        Assert.Equal(50, picture.GetPixel(10, 1).Red);
        Assert.Equal(0, picture.GetPixel(10, 6).Red);
        Assert.Equal(150, picture.GetPixel(6, 1).Red);
    }

    [Fact]
    public void Should_enlarge_without_blurring()
    {
        using var picture = Decoded(SlicePicture.Draw(Small(), [], scale: 5));
        for (int x = 0; x < 5; x++)
            for (int y = 0; y < 5; y++) Assert.Equal(250, picture.GetPixel(x, y).Green);
        Assert.Equal(150, picture.GetPixel(5, 0).Green);
    }

    [Fact]
    public void Should_stretch_pixels_that_are_not_square()
    {
        using var picture = Decoded(SlicePicture.Draw(new SliceImage(new float[6], 3, 2) { Aspect = 1.5 }, [], scale: 4));
        Assert.Equal((12, 12), (picture.Width, picture.Height));
    }

    [Fact]
    public void Should_draw_a_contour_around_the_mask_and_leave_its_inside_alone()
    {
        var slice = new SliceImage(new float[64], 8, 8);
        byte[] mask = new byte[64];
        for (int x = 2; x < 6; x++)
            for (int y = 3; y < 6; y++) mask[(x * 8) + y] = 1;
        using var picture = Decoded(SlicePicture.Draw(slice, [new("m", mask, "#FF0000")], scale: 4));

        // Columns 8-1-5..8-1-2 = 2..5, rows 8-1-5..8-1-3 = 2..4, times four.
        for (int x = 8; x < 24; x++)
        {
            Assert.True(Near(picture, x, 8, Red), $"upper border at {x}");
            Assert.True(Near(picture, x, 20, Red), $"lower border at {x}");
        }
        for (int y = 8; y < 20; y++)
        {
            Assert.True(Near(picture, 8, y, Red), $"left border at {y}");
            Assert.True(Near(picture, 24, y, Red), $"right border at {y}");
        }
        Assert.Equal(SKColors.Black, picture.GetPixel(16, 14));
        Assert.Equal(SKColors.Black, picture.GetPixel(3, 3));
        Assert.Equal(SKColors.Black, picture.GetPixel(28, 14));
    }

    [Fact]
    public void Should_draw_only_pure_colours_in_a_contour()
    {
        byte[] mask = new byte[64];
        mask[27] = 1;
        using var picture = Decoded(SlicePicture.Draw(new SliceImage(new float[64], 8, 8), [new("m", mask, "#FF0000")], scale: 6));
        Assert.All(picture.Pixels, pixel => Assert.True(pixel == SKColors.Black || pixel == Red));
    }

    [Fact]
    public void Should_tint_the_inside_of_a_filled_mask_only()
    {
        byte[] mask = new byte[64];
        for (int x = 2; x < 6; x++)
            for (int y = 2; y < 6; y++) mask[(x * 8) + y] = 1;
        using var picture = Decoded(SlicePicture.Draw(new SliceImage(new float[64], 8, 8), [new("m", mask, "#FF0000", IsFilled: true)], scale: 4));
        var inside = picture.GetPixel(16, 16);
        Assert.InRange(inside.Red, 90, 110);
        Assert.Equal(0, inside.Green);
        Assert.Equal(SKColors.Black, picture.GetPixel(3, 16));
    }

    [Fact]
    public void Should_close_the_contour_of_a_mask_that_fills_the_slice()
    {
        byte[] mask = new byte[16];
        Array.Fill(mask, (byte)1);
        using var picture = Decoded(SlicePicture.Draw(new SliceImage(new float[16], 4, 4), [new("m", mask, "#FF0000")], scale: 4));
        Assert.Equal(Red, picture.GetPixel(0, 8));
        Assert.Equal(Red, picture.GetPixel(15, 8));
        Assert.Equal(Red, picture.GetPixel(8, 0));
        Assert.Equal(Red, picture.GetPixel(8, 15));
    }

    [Fact]
    public void Should_name_the_sides_in_a_picture_that_is_large_enough()
    {
        byte[] bare = SlicePicture.Draw(new SliceImage(new float[48 * 48], 48, 48), [], scale: 1);
        using var small = Decoded(bare);
        Assert.All(small.Pixels, pixel => Assert.Equal(SKColors.Black, pixel));
        using var large = Decoded(SlicePicture.Draw(new SliceImage(new float[48 * 48], 48, 48), [], scale: 4));
        Assert.True(Brightest(large, 0, 80, 20, 110) > 150, "the letter at the left edge");
        Assert.True(Brightest(large, 80, 0, 110, 20) > 150, "the letter at the upper edge");
        Assert.Equal(0, Brightest(large, 120, 120, 192, 192));
    }

    [Fact]
    public void Should_show_constant_and_unreal_pixels_without_failing()
    {
        using var constant = Decoded(SlicePicture.Draw(new SliceImage([7, 7, 7, 7], 2, 2), [], scale: 1));
        Assert.All(constant.Pixels, pixel => Assert.Equal(SKColors.Black, pixel));
        using var unreal = Decoded(SlicePicture.Draw(new SliceImage([float.NaN, float.PositiveInfinity, 0, 1], 2, 2), [], scale: 1));
        Assert.Equal(SKColors.Black, unreal.GetPixel(1, 1));
        Assert.Equal(SKColors.White, unreal.GetPixel(1, 0));
    }

    [Fact]
    public void Should_refuse_a_mask_of_another_size()
    {
        var fault = Assert.Throws<ArgumentException>(() => SlicePicture.Draw(Small(), [new("mmtl", new byte[5], "#FF0000")]));
        Assert.Contains("mmtl", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SliceImage(new float[5], 3, 2));
    }

    static bool Near(SKBitmap picture, int x, int y, SKColor color) =>
        (from dx in new[] { -1, 0 } from dy in new[] { -1, 0 } select picture.GetPixel(x + dx, y + dy)).Contains(color);

    static int Brightest(SKBitmap picture, int left, int top, int right, int bottom)
    {
        int brightest = 0;
        for (int x = left; x < right; x++)
            for (int y = top; y < bottom; y++) brightest = Math.Max(brightest, picture.GetPixel(x, y).Green);
        return brightest;
    }
}
