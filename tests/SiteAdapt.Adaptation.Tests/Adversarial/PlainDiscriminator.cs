using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>Discriminator and losses of section 5.4 in plain loops over doubles.</summary>
sealed class PlainDiscriminator
{
    readonly List<(double[] Weight, long[] Shape, double[] Bias)> layers = [];

    public PlainDiscriminator(Discriminator network)
    {
        var state = network.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        foreach (string name in new[] { "conv1", "conv2", "conv3", "conv4", "classifier" })
            layers.Add((Values(state[name + ".weight"]), state[name + ".weight"].shape, Values(state[name + ".bias"])));
    }

    /// <summary>Mean cross-entropy of calling single-structure logits [B, 1, H, W] "target" (1) or "source" (0).</summary>
    public double Loss(Tensor logits, double label)
    {
        double[] z = Values(logits);
        int plane = (int)(logits.shape[2] * logits.shape[3]);
        var verdicts = new List<double>();
        for (int b = 0; b < logits.shape[0]; b++)
        {
            double[] p = [.. z.Skip(b * plane).Take(plane).Select(value => 1 / (1 + Math.Exp(-value)))];
            verdicts.AddRange(Forward([.. p.Select(value => 1 - value), .. p], (int)logits.shape[2], (int)logits.shape[3]));
        }
        return verdicts.Average(value => CrossEntropy(value, label));
    }

    public static double CrossEntropy(double logit, double label) => Math.Log(1 + Math.Exp(-Math.Abs(logit))) + Math.Max(logit, 0) - logit * label;

    public static double[] Values(Tensor tensor)
    {
        using var copy = tensor.detach().to(ScalarType.Float64).contiguous();
        return copy.data<double>().ToArray();
    }

    double[] Forward(double[] x, int height, int width)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            (x, height, width) = Convolve(x, height, width, layers[i]);
            if (i < layers.Count - 1) x = [.. x.Select(value => value < 0 ? 0.2 * value : value)];
        }
        return x;
    }

    static (double[], int, int) Convolve(double[] x, int height, int width, (double[] Weight, long[] Shape, double[] Bias) layer)
    {
        var (outputs, inputs) = ((int)layer.Shape[0], (int)layer.Shape[1]);
        Assert.Equal(x.Length, inputs * height * width);
        int h = height / 2, w = width / 2;
        var y = new double[outputs * h * w];
        for (int o = 0; o < outputs; o++)
            for (int r = 0; r < h; r++)
                for (int c = 0; c < w; c++)
                {
                    double sum = layer.Bias[o];
                    for (int i = 0; i < inputs; i++)
                        for (int k = 0; k < 16; k++)
                        {
                            int row = 2 * r - 1 + k / 4, column = 2 * c - 1 + k % 4;
                            if (row >= 0 && row < height && column >= 0 && column < width)
                                sum += layer.Weight[(o * inputs + i) * 16 + k] * x[(i * height + row) * width + column];
                        }
                    y[(o * h + r) * w + c] = sum;
                }
        return (y, h, w);
    }
}
