using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>From world positions in millimetres to fractional voxel indices.</summary>
sealed record InverseAffine(Matrix4x4 Matrix)
{
    /// <exception cref="InputException">The affine flattens space.</exception>
    public static InverseAffine Of(Affine affine, string file)
    {
        // System.Numerics multiplies row vectors: the transpose of the usual affine.
        var forward = new Matrix4x4(
            (float)affine.M00, (float)affine.M10, (float)affine.M20, 0,
            (float)affine.M01, (float)affine.M11, (float)affine.M21, 0,
            (float)affine.M02, (float)affine.M12, (float)affine.M22, 0,
            (float)affine.M03, (float)affine.M13, (float)affine.M23, 1);
        if (!Matrix4x4.Invert(forward, out Matrix4x4 inverse))
            throw new InputException(
                $"{file}: the affine has no inverse, so voxels cannot be placed in the world; repair the header");
        return new InverseAffine(inverse);
    }

    public Vector3 Apply(Vector3 world) => Vector3.Transform(world, Matrix);
}
