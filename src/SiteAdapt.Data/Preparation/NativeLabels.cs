using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A case's reference masks on the image's own grid, for evaluation there.</summary>
public static class NativeLabels
{
    /// <summary>One mask per structure of the task, in its order.</summary>
    /// <exception cref="InputException">The case has no label, or the label's grid is not the image's.</exception>
    public static IReadOnlyList<Mask> Read(Case source, TaskSettings task, Grid image)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(task);
        if (source.Label is null) throw new InputException($"case '{source.Id}' of site '{source.Site}' has no label to compare with");
        var label = Nifti.ReadLabels(source.Label).Volume;
        if (GridComparison.Compare(image, label.Grid) is { Same: false } different)
            throw new InputException($"case '{source.Id}': image and label are not on the same grid: {different.Difference} (label {source.Label})");
        return [.. task.Structures.Select(structure =>
            new Mask(image, Array.ConvertAll(label.Voxels, value => structure.Contains((int)MathF.Round(value)) ? (byte)1 : (byte)0)))];
    }
}
