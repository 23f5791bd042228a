using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Gaussian blur along one axis, in place; the border value continues outside.</summary>
static class GaussianBlur
{
    public static void Apply(float[] image, Grid grid, int axis, float sigma)
    {
        const float Negligible = 0.15f;
        if (sigma < Negligible) return;
        float[] kernel = Kernel(sigma);
        Size3 size = grid.Size;
        int count = size[axis], stride = axis == 0 ? 1 : axis == 1 ? size.X : size.X * size.Y;
        // Neighbouring lines are done together, so that memory is read in runs.
        int run = axis == 0 ? 1 : axis == 1 ? size.X : size.X * size.Y;
        int pad = kernel.Length / 2;
        if (axis == 0)
            for (int start = 0; start < image.Length; start += count) Line(image.AsSpan(start, count), kernel, pad);
        else
            for (int start = 0; start < image.Length; start += stride * count) Plane(image, start, run, count, kernel, pad);
    }

    static float[] Kernel(float sigma)
    {
        int reach = Math.Max(1, (int)MathF.Ceiling(2.5f * sigma));
        float[] kernel = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(i => MathF.Exp(-i * i / (2 * sigma * sigma)))];
        float sum = kernel.Sum();
        return Array.ConvertAll(kernel, weight => weight / sum);
    }

    static void Line(Span<float> line, float[] kernel, int pad)
    {
        float[] source = new float[line.Length + 2 * pad];
        source.AsSpan(0, pad).Fill(line[0]);
        line.CopyTo(source.AsSpan(pad));
        source.AsSpan(pad + line.Length).Fill(line[^1]);
        line.Clear();
        for (int k = 0; k < kernel.Length; k++) AddScaled(line, source.AsSpan(k, line.Length), kernel[k]);
    }

    static void Plane(float[] image, int start, int run, int count, float[] kernel, int pad)
    {
        float[] source = image.AsSpan(start, run * count).ToArray();
        for (int i = 0; i < count; i++)
        {
            Span<float> target = image.AsSpan(start + i * run, run);
            target.Clear();
            for (int k = 0; k < kernel.Length; k++)
            {
                int from = Math.Clamp(i + k - pad, 0, count - 1);
                AddScaled(target, source.AsSpan(from * run, run), kernel[k]);
            }
        }
    }

    static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float weight)
    {
        int width = Vector<float>.Count, i = 0;
        for (; i <= target.Length - width; i += width)
            (new Vector<float>(target[i..]) + weight * new Vector<float>(source[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++) target[i] += weight * source[i];
    }
}
