using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>The slices that thumbnails show: most of the mask, or the side of it that a finding is about.</summary>
static class CheckSlices
{
    const int ThumbnailSide = 160;

    /// <summary>The axial slice with most of the mask; without one, the middle one.</summary>
    public static CheckSlice Of(Volume image, byte[]? mask) =>
        Slice(image, mask, CheckPlane.Axial, mask is null ? image.Grid.Size.Z / 2 : Most(image.Grid.Size, 2, mask, _ => true));

    /// <summary>In the plane that shows the side from beside it, the slice with most of the mask at its end there.</summary>
    /// <param name="side">As <see cref="BorderContrast.Sides"/> names them, or "inferior".</param>
    /// <param name="reach">How far from its end, in mm: 0 where it touches the volume's edge.</param>
    public static CheckSlice At(Volume image, byte[] mask, string side, double reach)
    {
        var (axis, direction, plane) = side switch
        {
            "right" => (0, 1, CheckPlane.Axial),
            "left" => (0, -1, CheckPlane.Axial),
            "anterior" => (1, 1, CheckPlane.Sagittal),
            "posterior" => (1, -1, CheckPlane.Sagittal),
            "superior" => (2, 1, CheckPlane.Coronal),
            "inferior" => (2, -1, CheckPlane.Coronal),
            _ => throw new ArgumentException($"no side '{side}'", nameof(side)),
        };
        Size3 n = image.Grid.Size;
        int stride = Stride(n, axis), length = n[axis], depth = (int)Math.Round(reach / image.Grid.Spacing[axis]), end = BorderContrast.Outermost(mask, stride, length, direction);
        return Slice(image, mask, plane, Most(n, Across(plane), mask, voxel => Math.Abs((voxel / stride % length) - end) <= depth));
    }

    /// <summary>The axis that a plane's slices are counted along.</summary>
    static int Across(CheckPlane plane) => plane switch { CheckPlane.Axial => 2, CheckPlane.Coronal => 1, _ => 0 };

    static int Stride(Size3 n, int axis) => axis switch { 0 => 1, 1 => n.X, _ => n.X * n.Y };

    static int Most(Size3 n, int axis, byte[] mask, Func<int, bool> counts)
    {
        long[] voxels = new long[n[axis]];
        int stride = Stride(n, axis);
        for (int v = 0; v < mask.Length; v++)
            if (mask[v] != 0 && counts(v)) voxels[v / stride % n[axis]]++;
        return Array.IndexOf(voxels, voxels.Max());
    }

    static CheckSlice Slice(Volume image, byte[]? mask, CheckPlane plane, int index)
    {
        (Size3 n, Spacing mm) = (image.Grid.Size, image.Grid.Spacing);
        var (first, second) = plane switch { CheckPlane.Axial => (0, 1), CheckPlane.Coronal => (0, 2), _ => (1, 2) };
        int step = Math.Max(1, (Math.Max(n[first], n[second]) + ThumbnailSide - 1) / ThumbnailSide);
        int height = (n[first] + step - 1) / step, width = (n[second] + step - 1) / step, start = index * Stride(n, Across(plane));
        T[] Thin<T>(T[] volume) => [.. from h in Enumerable.Range(0, height) from w in Enumerable.Range(0, width) select volume[start + (h * step * Stride(n, first)) + (w * step * Stride(n, second))]];
        return new CheckSlice(Thin(image.Voxels), mask is null ? [] : Thin(mask), height, width, mm[second] / mm[first], plane, index, n[Across(plane)]);
    }
}
