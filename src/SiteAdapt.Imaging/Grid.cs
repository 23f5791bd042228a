namespace SiteAdapt.Imaging;

/// <summary>Where voxels are in the world: how many along each array axis, and the affine that places them.</summary>
public sealed record Grid(Size3 Size, Affine Affine)
{
    /// <summary>Lengths of the affine's columns, in millimetres.</summary>
    public Spacing Spacing => new(Affine.ColumnLength(0), Affine.ColumnLength(1), Affine.ColumnLength(2));

    public static Grid FromSpacing(Size3 size, Spacing spacing) => new(size, Affine.FromSpacing(spacing));
}
