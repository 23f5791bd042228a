using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A few slices of a prepared case as a file of their own, with no trace of where the scan lay: for training elsewhere. Each slice stands
/// with the neighbours that the network sees with it.
/// </summary>
public static class ReplaySlices
{
    /// <param name="slices">Indices of the case's slices.</param>
    /// <param name="inputSlices">Slices that the network sees at once.</param>
    public static void Write(string path, PreparedCase source, IReadOnlyList<int> slices, int inputSlices)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(slices);
        int plane = source.Geometry.SliceSize, axis = source.Geometry.SliceAxis;
        var grid = Grid.FromSpacing(source.Grid.Size.With(axis, slices.Count * inputSlices), new Spacing(1, 1, 1));
        var (image, label) = (new float[grid.Size.Count], new byte[grid.Size.Count]);
        for (int i = 0; i < slices.Count * inputSlices; i++)
        {
            int slice = Math.Clamp(slices[i / inputSlices] + i % inputSlices - inputSlices / 2, 0, source.SliceCount - 1);
            source.ReadImage(slice, image.AsSpan(i * plane, plane));
            source.ReadLabel(slice, label.AsSpan(i * plane, plane));
        }
        var volume = new PreparedVolume(new PreparedGeometry(Orientation.MapToCanonical(grid), grid, axis), image, label);
        AtomicFile.Write(path, stream => PreparedFile.Write(stream, volume));
    }

    /// <summary>Opens such a file as a prepared case; the caller disposes it.</summary>
    /// <returns>The case and the indices of the slices that training may draw.</returns>
    /// <exception cref="InputException">Missing, damaged, or not made for as many slices at once.</exception>
    public static (PreparedCase Case, IReadOnlyList<int> Slices) Open(string path, Case source, int inputSlices)
    {
        if (PreparedFile.TryOpen(path) is not var (file, layout))
            throw new InputException($"{path}: is missing or damaged; expected replay slices of a bundle. Unpack the bundle again.");
        var prepared = new PreparedCase(source, file, layout, "Check the disk and unpack the bundle again");
        if (prepared.HasLabel && prepared.SliceCount % inputSlices == 0)
            return (prepared, [.. Enumerable.Range(0, prepared.SliceCount / inputSlices).Select(i => i * inputSlices + inputSlices / 2)]);
        prepared.Dispose();
        throw new InputException($"{path}: does not hold labelled slices in groups of {inputSlices}, which the task's network sees at once.");
    }
}
