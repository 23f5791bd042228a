using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// From a file to what the network sees (protocol section 2.1): canonical array order if the task asks for it, cubic zoom to the
/// task's spacing, intensities normalised over the whole volume, cut into slices. Masks take the same way and are
/// thresholded at 0.5.
/// </summary>
public static class CasePreparation
{
    const double IntegerTolerance = 1e-3;

    /// <summary>A case with its label, if it has one.</summary>
    /// <exception cref="InputException">
    /// A file cannot be read, the image has NaN or infinite voxels, the label other than whole numbers, or the two grids differ.
    /// </exception>
    public static PreparedVolume Prepare(Case source, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(source);
        string name = $"case '{source.Id}' of site '{source.Site}'";
        Volume image = Nifti.Read(source.Image).Volume;
        Volume? label = source.Label is null ? null : Nifti.Read(source.Label).Volume;
        if (label is not null && GridComparison.Compare(image.Grid, label.Grid) is { Same: false } different)
            throw new InputException($"{name}: image and label are not on the same grid: {different.Difference} (image {source.Image}, label {source.Label})");
        PreparedVolume prepared = Prepare(image, task, $"{name}: {source.Image}") with { Pixels = PixelHash.Of(image) };
        return label is null ? prepared : prepared with { Label = PrepareLabel(label, prepared.Geometry, task, $"{name}: {source.Label}") };
    }

    /// <summary>An image alone, in full precision, for prediction; <paramref name="name"/> stands in messages.</summary>
    /// <exception cref="InputException">The image has NaN or infinite voxels.</exception>
    public static PreparedVolume Prepare(Volume image, TaskSettings task, string name)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(task);
        RequireFinite(image, name);
        PreparedGeometry geometry = GeometryOf(image, task, name);
        float[] turned = geometry.Map.IsIdentity ? image.Voxels : geometry.Map.ToCanonical(image.Voxels);
        float[] zoomed = Resample.Zoom(turned, geometry.Map.CanonicalGrid.Size, geometry.Grid.Size, Interpolation.Cubic);
        Volume normalised = Normalise(new Volume(geometry.Grid, zoomed), task.Intensity);
        return new PreparedVolume(geometry, geometry.ToSlices(normalised.Voxels), null);
    }

    static PreparedGeometry GeometryOf(Volume image, TaskSettings task, string name)
    {
        try
        {
            return PreparedGeometry.Of(image.Grid, task);
        }
        catch (InputException e)
        {
            throw new InputException($"{name}: {e.Message}", e);
        }
    }

    static Volume Normalise(Volume volume, IntensitySettings intensity) => intensity.Kind == IntensityKind.ZScore
        ? Intensity.ZScore(volume) : Intensity.ClipAndScale(volume, intensity.LowPercentile, intensity.HighPercentile);

    static void RequireFinite(Volume image, string name)
    {
        int index = Array.FindIndex(image.Voxels, value => !float.IsFinite(value));
        if (index < 0) return;
        Size3 size = image.Grid.Size;
        throw new InputException($"{name}: the image has {image.Voxels.Count(v => !float.IsFinite(v))} voxels that are not finite numbers, the first " +
            $"({image.Voxels[index]}) at ({index % size.X}, {index / size.X % size.Y}, {index / size.X / size.Y}); replace them, or leave the case out");
    }

    static byte[] PrepareLabel(Volume label, PreparedGeometry geometry, TaskSettings task, string name)
    {
        int[] values = WholeValues(label, name);
        byte[] bits = new byte[geometry.Grid.Size.Count];
        for (int s = 0; s < task.Structures.Length; s++)
        {
            Structure structure = task.Structures[s];
            byte[] native = Array.ConvertAll(values, v => structure.Contains(v) ? (byte)1 : (byte)0);
            var turned = new Mask(geometry.Map.CanonicalGrid, geometry.Map.IsIdentity ? native : geometry.Map.ToCanonical(native));
            byte[] mask = Resample.Zoom(turned, geometry.Grid.Size, Interpolation.Cubic).Voxels;
            for (int i = 0; i < bits.Length; i++) bits[i] |= (byte)(mask[i] << s);
        }
        return geometry.ToSlices(bits);
    }

    static int[] WholeValues(Volume label, string name)
    {
        int[] values = new int[label.Voxels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            float value = label.Voxels[i];
            values[i] = (int)MathF.Round(value);
            if (!(Math.Abs(value - values[i]) <= IntegerTolerance))
                throw new InputException(FormattableString.Invariant($"{name}: the label has the value {value} at voxel {i}; ") +
                    "expected whole numbers (one per structure). Threshold a probability map before it is used as a label");
        }
        return values;
    }
}
