using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// <see cref="HeadSurfaces"/> kept on a lattice and read trilinearly. The surfaces bend over centimetres, so that a few
/// millimetres between lattice points cost about 0.2 mm, and most of the time that a head takes is saved.
/// </summary>
sealed class SurfaceLattice
{
    const float Step = 5;

    readonly Vector3 low;
    readonly int countX, countY, countZ;
    readonly Vector4[] values;

    public SurfaceLattice(HeadSurfaces surfaces, Vector3 low, Vector3 high)
    {
        this.low = low;
        Vector3 steps = (high - low) / Step;
        static int Count(float length) => (int)MathF.Ceiling(length) + 1;
        (countX, countY, countZ) = (Count(steps.X), Count(steps.Y), Count(steps.Z));
        values = new Vector4[3 * countX * countY * countZ];
        int index = 0;
        for (int z = 0; z < countZ; z++)
            for (int y = 0; y < countY; y++)
                for (int x = 0; x < countX; x++)
                    Store(surfaces.At(low + Step * new Vector3(x, y, z)), ref index);
    }

    /// <summary>The surfaces around a world position; far outside beyond the lattice.</summary>
    /// <returns>
    /// Whether the position may be less than <paramref name="reach"/> mm outside the skin; if not, it was not read in full.
    /// </returns>
    public bool TryRead(Vector3 world, float reach, out HeadSurfaces.Point point)
    {
        Vector3 at = (world - low) / Step;
        var (x, y, z) = ((int)at.X, (int)at.Y, (int)at.Z);
        point = HeadSurfaces.Point.FarOutside(world);
        if (at.X < 0 || at.Y < 0 || at.Z < 0 || x >= countX - 1 || y >= countY - 1 || z >= countZ - 1) return false;
        int cell = 3 * (x + countX * (y + countY * z));
        Vector3 fraction = at - new Vector3(x, y, z);
        Vector4 skin = Read(cell, fraction);
        if (skin.W < -reach) return false;
        Vector4 shells = Read(cell + 1, fraction), parts = Read(cell + 2, fraction);
        point = new HeadSurfaces.Point(new Vector3(skin.X, skin.Y, skin.Z), skin.W, shells.Y, shells.Z,
            new BrainModel.Depths(parts.X, parts.Y, parts.Z, parts.W, shells.X));
        return true;
    }

    void Store(HeadSurfaces.Point point, ref int index)
    {
        values[index++] = new Vector4(point.Place, point.Skin);
        values[index++] = new Vector4(point.Brain.Hull, point.Cavity, point.Diploe, 0);
        values[index++] = new Vector4(point.Brain.Cerebrum, point.Brain.CerebrumRadius, point.Brain.Cerebellum, point.Brain.Stem);
    }

    Vector4 Read(int i, Vector3 f)
    {
        int plane = 3 * countX * countY;
        Vector4 low4 = Bilinear(i, f), high4 = Bilinear(i + plane, f);
        return low4 + f.Z * (high4 - low4);
    }

    Vector4 Bilinear(int i, Vector3 f)
    {
        int row = 3 * countX;
        Vector4 near = values[i] + f.X * (values[i + 3] - values[i]);
        Vector4 far = values[i + row] + f.X * (values[i + row + 3] - values[i + row]);
        return near + f.Y * (far - near);
    }
}
