using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>A slice of a prepared case as a picture shows it.</summary>
static class PreparedSlice
{
    public static SliceImage Image(PreparedCase prepared, int slice, TaskSettings task)
    {
        var geometry = prepared.Geometry;
        var pixels = new float[geometry.SliceSize];
        prepared.ReadImage(slice, pixels);
        var spacing = geometry.Grid.Spacing;
        double[] voxel = [spacing.X, spacing.Y, spacing.Z];
        return new SliceImage(pixels, geometry.Height, geometry.Width, ViewOf(task, geometry)) { Aspect = voxel[geometry.WidthAxis] / voxel[geometry.HeightAxis] };
    }

    static SliceView ViewOf(TaskSettings task, PreparedGeometry geometry) => task.Orientation == OrientationPolicy.Canonical
        ? geometry.SliceAxis switch { 0 => SliceView.Sagittal, 1 => SliceView.Coronal, _ => SliceView.Axial }
        : SliceView.AsStored;
}
