using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public class GaussianBlurTests
{
    static readonly Grid Small = Grid.FromSpacing(new Size3(13, 9, 7), Spacing.Isotropic(1));

    [Theory]
    [InlineData(0, 0.4f)]
    [InlineData(1, 1.1f)]
    [InlineData(2, 2.3f)]
    public void Should_equal_a_plain_convolution(int axis, float sigma)
    {
        float[] image = Noise();
        float[] expected = Plain(image, axis, sigma);
        GaussianBlur.Apply(image, Small, axis, sigma);
        for (int i = 0; i < image.Length; i++) Assert.Equal(expected[i], image[i], 1e-5f);
    }

    [Fact]
    public void Should_leave_the_image_where_the_blur_is_negligible()
    {
        float[] image = Noise();
        GaussianBlur.Apply(image, Small, 0, 0.1f);
        Assert.Equal(Noise(), image);
    }

    static float[] Noise()
    {
        var stream = new RandomStream(1, "blur");
        return [.. Enumerable.Range(0, (int)Small.Size.Count).Select(_ => (float)stream.NextDouble())];
    }

    static float[] Plain(float[] image, int axis, float sigma)
    {
        int reach = (int)Math.Ceiling(2.5 * sigma), stride = axis == 0 ? 1 : axis == 1 ? Small.Size.X : Small.Size.X * Small.Size.Y;
        double[] weights = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(d => Math.Exp(-d * d / (2.0 * sigma * sigma)))];
        return [.. image.Select((_, v) =>
        {
            int at = v / stride % Small.Size[axis];
            double sum = 0;
            for (int d = -reach; d <= reach; d++)
                sum += weights[d + reach] * image[v + (Math.Clamp(at + d, 0, Small.Size[axis] - 1) - at) * stride];
            return (float)(sum / weights.Sum());
        })];
    }
}
