using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Reads a case's volume and label, and says what is wrong with them.</summary>
static class VolumeCheck
{
    const int Sample = 200_000;
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
            Intensity = Percentiles(image.Voxels), Slice = CheckSlices.Of(canonical, null),
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
        string[] edges = EdgesOf(mask, image.Grid.Size);
        if (edges.Length > 0) faults.Add(CheckFault.Warning("mask-at-edge", item, $"the mask touches the edge of the volume ({string.Join(", ", edges)}): the organ may be cut off") with { Side = edges[0] });
        return found with { Slice = edges.Length > 0 ? CheckSlices.At(image, mask, edges[0], reach: 0) : CheckSlices.Of(image, mask), Border = hasContrast ? BorderContrast.Of(image, mask) : null };
    }

    /// <summary>The slice that shows a border of the mask, of a case that was read before.</summary>
    public static CheckSlice SliceAt(Case item, string side)
    {
        Volume image = Nifti.Read(item.Image).Volume, label = Nifti.Read(item.Label!).Volume;
        AxisMap map = Orientation.MapToCanonical(image.Grid);
        return CheckSlices.At(new Volume(map.CanonicalGrid, map.ToCanonical(image.Voxels)), map.ToCanonical(Array.ConvertAll(label.Voxels, value => value > 0.5f ? (byte)1 : (byte)0)), side, BorderContrast.Depth);
    }

    /// <summary>The sides of the volume that a mask reaches.</summary>
    static string[] EdgesOf(byte[] mask, Size3 n)
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
        return [.. names.Where((_, side) => touched[side])];
    }

    internal static IReadOnlyList<float> Percentiles(float[] values)
    {
        int step = Math.Max(1, values.Length / Sample);
        float[] sorted = [.. values.Where((value, i) => i % step == 0 && float.IsFinite(value)).Order()];
        return sorted.Length == 0 ? [] : [.. new[] { 0.01, 0.5, 0.99 }.Select(share => sorted[(int)Math.Round(share * (sorted.Length - 1))])];
    }
}
