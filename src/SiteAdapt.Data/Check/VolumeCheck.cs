using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Reads a case's volume and label, and says what is wrong with them.</summary>
static class VolumeCheck
{
    const int Sample = 200_000, ThumbnailSide = 160;
    const double IntegerTolerance = 1e-3;

    public static CheckedCase Of(Case item)
    {
        var faults = new List<CheckFault>();
        Volume? image = Read(item, item.Image, "image", faults), label = item.Label is null ? null : Read(item, item.Label, "label", faults);
        if (image is null) return new CheckedCase(item) { Faults = faults };
        string? pixels = PixelHash.Of(image);
        int wrong = image.Voxels.Count(value => !float.IsFinite(value));
        if (wrong > 0) faults.Add(CheckFault.Error("not-finite", item, $"the image has {wrong} voxels that are no finite numbers; replace them, or leave the case out ({item.Image})"));
        if (pixels is null) faults.Add(CheckFault.Error("blank", item, $"all voxels of the image are {image.Voxels[0]} ({item.Image})"));
        AxisMap map = Orientation.MapToCanonical(image.Grid);
        var canonical = new Volume(map.CanonicalGrid, map.ToCanonical(image.Voxels));
        var found = new CheckedCase(item)
        {
            Size = image.Grid.Size, Spacing = image.Grid.Spacing, Orientation = Orientation.Codes(image.Grid.Affine), Pixels = pixels,
            Intensity = Percentiles(image.Voxels), Slice = SliceOf(canonical, null),
        };
        if (label is not null) found = WithLabel(found, canonical, map, label, wrong == 0 && pixels is not null, faults);
        return found with { Faults = faults };
    }

    static Volume? Read(Case item, string path, string what, List<CheckFault> faults)
    {
        try
        {
            return Nifti.Read(path).Volume;
        }
        catch (InputException e)
        {
            faults.Add(CheckFault.Error("unreadable", item, $"{what}: {e.Message}"));
            return null;
        }
    }

    static CheckedCase WithLabel(CheckedCase found, Volume image, AxisMap map, Volume label, bool hasContrast, List<CheckFault> faults)
    {
        Case item = found.Case;
        if (GridComparison.Compare(map.NativeGrid, label.Grid) is { Same: false } different)
        {
            faults.Add(CheckFault.Error("grid", item, $"image and label are not on the same grid: {different.Difference} (label {item.Label})"));
            return found;
        }
        if (Array.FindIndex(label.Voxels, value => !(Math.Abs(value - MathF.Round(value)) <= IntegerTolerance)) is var at and >= 0)
        {
            faults.Add(CheckFault.Error("label-values", item, FormattableString.Invariant($"the label has the value {label.Voxels[at]}; expected whole numbers. Threshold a probability map first ({item.Label})")));
            return found;
        }
        byte[] mask = map.ToCanonical(Array.ConvertAll(label.Voxels, value => value > 0.5f ? (byte)1 : (byte)0));
        long count = mask.LongCount(value => value != 0);
        Spacing mm = image.Grid.Spacing;
        found = found with
        {
            LabelValues = [.. label.Voxels.Select(value => (int)MathF.Round(value)).Distinct().Order()],
            MaskMillilitres = count * mm.X * mm.Y * mm.Z / 1000,
        };
        if (count == 0)
        {
            faults.Add(CheckFault.Error("empty-mask", item, $"nothing is marked in the label ({item.Label}). Take the label out of the manifest if the case is not annotated"));
            return found;
        }
        if (EdgesOf(mask, image.Grid.Size) is { Length: > 0 } edges)
            faults.Add(CheckFault.Warning("mask-at-edge", item, $"the mask touches the edge of the volume ({edges}): the organ may be cut off"));
        return found with { Slice = SliceOf(image, mask), Border = hasContrast ? BorderContrast.Of(image, mask) : null };
    }

    /// <summary>The sides of the volume that a mask reaches.</summary>
    static string EdgesOf(byte[] mask, Size3 n)
    {
        string[] names = ["left", "right", "posterior", "anterior", "inferior", "superior"];
        bool[] touched = new bool[6];
        for (int v = 0; v < mask.Length; v++)
        {
            if (mask[v] == 0) continue;
            (int x, int y, int z) = (v % n.X, v / n.X % n.Y, v / n.X / n.Y);
            (touched[0], touched[1], touched[2]) = (touched[0] | x == 0, touched[1] | x == n.X - 1, touched[2] | y == 0);
            (touched[3], touched[4], touched[5]) = (touched[3] | y == n.Y - 1, touched[4] | z == 0, touched[5] | z == n.Z - 1);
        }
        return string.Join(", ", names.Where((_, side) => touched[side]));
    }

    internal static IReadOnlyList<float> Percentiles(float[] values)
    {
        int step = Math.Max(1, values.Length / Sample);
        float[] sorted = [.. values.Where((value, i) => i % step == 0 && float.IsFinite(value)).Order()];
        return sorted.Length == 0 ? [] : [.. new[] { 0.01, 0.5, 0.99 }.Select(share => sorted[(int)Math.Round(share * (sorted.Length - 1))])];
    }

    /// <summary>The slice with most of the mask; without one, the middle one.</summary>
    static CheckSlice SliceOf(Volume image, byte[]? mask)
    {
        (Size3 n, Spacing mm) = (image.Grid.Size, image.Grid.Spacing);
        int area = n.X * n.Y, step = Math.Max(1, (Math.Max(n.X, n.Y) + ThumbnailSide - 1) / ThumbnailSide);
        int slice = mask is null ? n.Z / 2 : Enumerable.Range(0, n.Z).MaxBy(k => mask.AsSpan(k * area, area).Count((byte)1));
        int height = (n.X + step - 1) / step, width = (n.Y + step - 1) / step;
        T[] Thin<T>(T[] stack) => [.. from x in Enumerable.Range(0, height) from y in Enumerable.Range(0, width) select stack[slice * area + y * step * n.X + x * step]];
        return new CheckSlice(Thin(image.Voxels), mask is null ? [] : Thin(mask), height, width, mm.Y / mm.X);
    }
}
