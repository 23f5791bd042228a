using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// For each side of a mask, the share of its outermost border there (no deeper than <see cref="Depth"/> mm) beyond which the image goes on as
/// inside: the mean of the voxels from 1 to <see cref="Reach"/> mm outside lies between the quartiles of the mask's voxels. A mask that was drawn along a border of
/// tissues has little of that; one that cuts through tissue has more on the side of the cut.
/// </summary>
public sealed record BorderContrast(double Right, double Left, double Anterior, double Posterior, double Superior)
{
    /// <summary>In mm: beyond partial volume, and within the thickness that a clipped part would have.</summary>
    public const double Reach = 5;

    /// <summary>In mm: a cut through an organ is its outermost border, and small beside the whole side.</summary>
    public const double Depth = 10;

    /// <summary>The sides by name. The inferior one is left out: there tissue goes on (the spinal cord) under any mask.</summary>
    public IReadOnlyList<(string Side, double Share)> Sides => [("right", Right), ("left", Left), ("anterior", Anterior), ("posterior", Posterior), ("superior", Superior)];

    /// <param name="image">In canonical order, and finite.</param>
    /// <param name="mask">On the same grid; not empty.</param>
    public static BorderContrast Of(Volume image, byte[] mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        float[] inside = [.. image.Voxels.Where((_, i) => mask[i] != 0).Order()];
        var quartiles = (Low: inside[inside.Length / 4], High: inside[3 * (inside.Length - 1) / 4]);
        double Share(int axis, int step) => ShareOf(image, mask, quartiles, axis, step);
        return new BorderContrast(Share(0, 1), Share(0, -1), Share(1, 1), Share(1, -1), Share(2, 1));
    }

    static double ShareOf(Volume image, byte[] mask, (float Low, float High) quartiles, int axis, int direction)
    {
        Size3 n = image.Grid.Size;
        int stride = axis switch { 0 => 1, 1 => n.X, _ => n.X * n.Y }, length = n[axis];
        double spacing = image.Grid.Spacing[axis];
        int first = Math.Max(1, (int)Math.Ceiling(1 / spacing)), last = Math.Max(first, (int)Math.Floor(Reach / spacing));
        int depth = (int)Math.Round(Depth / spacing), outermost = Outermost(mask, stride, length, direction);
        (long border, long same) = (0, 0);
        for (int v = 0; v < mask.Length; v++)
        {
            if (mask[v] == 0) continue;
            int at = v / stride % length, room = direction > 0 ? length - 1 - at : at;
            if (Math.Abs(at - outermost) > depth || room < last || Enters(mask, v, direction * stride, last)) continue;
            double sum = 0;
            for (int k = first; k <= last; k++) sum += image.Voxels[v + k * direction * stride];
            double mean = sum / (last - first + 1);
            border++;
            if (mean >= quartiles.Low && mean <= quartiles.High) same++;
        }
        return border == 0 ? 0 : (double)same / border;
    }

    internal static int Outermost(byte[] mask, int stride, int length, int direction)
    {
        int outermost = direction > 0 ? 0 : length - 1;
        for (int v = 0; v < mask.Length; v++)
            if (mask[v] != 0) outermost = direction > 0 ? Math.Max(outermost, v / stride % length) : Math.Min(outermost, v / stride % length);
        return outermost;
    }

    /// <summary>Whether the mask goes on within so many steps: then the voxel is no border, or faces a gap.</summary>
    static bool Enters(byte[] mask, int v, int step, int steps)
    {
        for (int k = 1; k <= steps; k++)
            if (mask[v + k * step] != 0) return true;
        return false;
    }
}
