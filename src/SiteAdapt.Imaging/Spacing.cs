using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>Distance between voxel centres along the three array axes, in millimetres.</summary>
public readonly record struct Spacing(double X, double Y, double Z)
{
    public double this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "an axis is 0, 1 or 2"),
    };

    public static Spacing Isotropic(double mm) => new(mm, mm, mm);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X:0.####}x{Y:0.####}x{Z:0.####}");
}
