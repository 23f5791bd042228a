using FsCheck;
using FsCheck.Xunit;

namespace SiteAdapt.Data.Tests;

public sealed class SliceWindowTests
{
    [Property]
    public void Should_cut_as_a_pixel_by_pixel_copy_does(byte height, byte width, byte size, sbyte top, sbyte left)
    {
        (int h, int w, int n) = (height % 20 + 1, width % 20 + 1, size % 24 + 1);
        int[] slice = [.. Enumerable.Range(1, h * w)];
        int[] window = new int[n * n];
        new SliceWindow(top, left, n).Cut(slice, h, w, -7, window);
        for (int y = 0; y < n; y++)
            for (int x = 0; x < n; x++)
            {
                bool inside = y + top >= 0 && y + top < h && x + left >= 0 && x + left < w;
                Assert.Equal(inside ? slice[(y + top) * w + x + left] : -7, window[y * n + x]);
            }
    }

    [Theory]
    [InlineData(171, 270, -43, 7)]
    [InlineData(256, 255, 0, -1)]
    public void Should_take_the_centre_where_one_side_is_too_small(int height, int width, int top, int left)
    {
        var random = new RandomStream(1, "crops");
        Assert.Equal(new SliceWindow(top, left, 256), SliceWindow.Draw(height, width, 256, random));
        var other = new RandomStream(1, "crops");
        SliceWindow.Draw(300, 300, 256, other);
        Assert.Equal(other.State, random.State);
    }

    [Fact]
    public void Should_draw_every_place_inside_equally_often()
    {
        var random = new RandomStream(2, "crops");
        var counts = new Dictionary<SliceWindow, int>();
        for (int i = 0; i < 6000; i++)
        {
            SliceWindow window = SliceWindow.Draw(18, 17, 16, random);
            counts[window] = counts.GetValueOrDefault(window) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts, pair =>
        {
            Assert.True(pair.Key is { Top: >= 0 and <= 2, Left: >= 0 and <= 1 });
            Assert.InRange(pair.Value, 850, 1150);
        });
    }

    [Property]
    public void Should_pad_to_a_multiple_and_back(byte height, byte width)
    {
        (int h, int w) = (height + 1, width + 1);
        SlicePadding padding = SlicePadding.ToMultiple(h, w);
        Assert.True(padding.PaddedHeight % 8 == 0 && padding.PaddedHeight - h is >= 0 and < 8);
        Assert.Equal((padding.PaddedHeight - h) / 2, padding.Top);
        Assert.Equal((padding.PaddedWidth - w) / 2, padding.Left);
        float[] slice = [.. Enumerable.Range(1, h * w).Select(i => (float)i)];
        float[] padded = new float[padding.PaddedSize], back = new float[h * w];
        padding.Pad(slice, -1, padded);
        Assert.Equal(slice[0], padded[padding.Top * padding.PaddedWidth + padding.Left]);
        Assert.Equal(padding.PaddedSize - h * w, padded.Count(v => v == -1));
        padding.Unpad<float>(padded, back);
        Assert.Equal(slice, back);
    }
}
