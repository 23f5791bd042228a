using FsCheck;
using FsCheck.Xunit;

namespace SiteAdapt.Data.Tests;

public sealed class ImageResizeTests
{
    [Fact]
    public void Should_leave_an_image_of_the_right_size_alone()
    {
        GreyImage image = Random(32, 32, 65535, 1);
        Assert.Equal(image.Pixels, ImageResize.ToSquare(image, 32));
        GreyImage bytes = Random(32, 32, 255, 2);
        Assert.Equal(bytes.Pixels.Select(p => 257 * p), ImageResize.ToSquare(bytes, 32).Select(p => (int)p));
    }

    [Fact]
    public void Should_average_16_bit_areas()
    {
        // Halved: each pixel is the mean of four, rounded to the nearest whole value (to even in the middle)
        var image = new GreyImage(4, 4, 65535,
        [
            1, 2, 40000, 40001,
            3, 6, 40002, 40003,
            0, 0, 65535, 65535,
            0, 1, 65535, 65532,
        ]);
        Assert.Equal([3, 40002, 0, 65534], ImageResize.ToSquare(image, 2).Select(p => (int)p));
    }

    [Fact]
    public void Should_interpolate_between_pixel_centres()
    {
        // Two pixels become four: centres at -0.25, 0.25, 0.75 and 1.25, the outer ones held
        var image = new GreyImage(2, 1, 65535, [0, 40000]);
        Assert.Equal([0, 10000, 30000, 40000], ImageResize.ToSquare(image, 4)[..4].Select(p => (int)p));
    }

    [Property(MaxTest = 60)]
    public void Should_equal_a_plain_sum_over_all_pixels(PositiveInt w, PositiveInt h, PositiveInt s, int seed)
    {
        (int width, int height, int side) = (w.Get % 40 + 1, h.Get % 40 + 1, s.Get % 24 + 1);
        GreyImage image = Random(width, height, 65535, seed);
        ushort[] resized = ImageResize.ToSquare(image, side);
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
            {
                double sum = 0;
                for (int j = 0; j < height; j++)
                    for (int i = 0; i < width; i++) sum += Weight(x, i, width, side) * Weight(y, j, height, side) * image.Pixels[j * width + i];
                Assert.InRange(resized[y * side + x] - sum, -0.5001, 0.5001);
            }
    }

    /// <summary>How much a source pixel counts, from its definition: shared length over area, or a triangle around the position.</summary>
    static double Weight(int target, int source, int from, int to)
    {
        double ratio = from / (double)to;
        if (from >= to) return Math.Max(0, Math.Min((target + 1) * ratio, source + 1) - Math.Max(target * ratio, source)) / ratio;
        double position = Math.Min(Math.Max((target + 0.5) * ratio - 0.5, 0), from - 1);
        return Math.Max(0, 1 - Math.Abs(position - source));
    }

    [Fact]
    public void Should_crop_the_square_in_the_middle()
    {
        var wide = new GreyImage(5, 2, 255, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Equal([1, 2, 6, 7], wide.CentreSquare().Pixels.Select(p => (int)p));
        var tall = new GreyImage(1, 3, 255, [7, 8, 9]);
        Assert.Equal([8], tall.CentreSquare().Pixels.Select(p => (int)p));
    }

    static GreyImage Random(int width, int height, int max, int seed)
    {
        var random = new RandomStream(seed, "resize test");
        return new GreyImage(width, height, max, [.. Enumerable.Range(0, width * height).Select(_ => (ushort)random.NextInt(max + 1))]);
    }
}
