namespace SiteAdapt.Imaging.Tests;

/// <summary>The 48 ways to store an array (6 orders of the axes, 8 flips), made voxel by voxel as an oracle.</summary>
static class TurnedGrids
{
    public static IEnumerable<(int[] Axes, bool[] Flips)> All()
    {
        foreach (int[] axes in (int[][])[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
            for (int flips = 0; flips < 8; flips++)
                yield return (axes, [(flips & 1) != 0, (flips & 2) != 0, (flips & 4) != 0]);
    }

    /// <summary>The same image stored so that its array axis c runs along the old axis <c>axes[c]</c>, backwards where flipped.</summary>
    public static Volume Store(Volume volume, int[] axes, bool[] flips)
    {
        Grid grid = volume.Grid;
        var size = new Size3(grid.Size[axes[0]], grid.Size[axes[1]], grid.Size[axes[2]]);
        var voxels = new float[size.Count];
        for (int k = 0; k < size.Z; k++)
            for (int j = 0; j < size.Y; j++)
                for (int i = 0; i < size.X; i++)
                {
                    int[] old = Old(i, j, k);
                    voxels[i + size.X * (j + size.Y * k)] = volume.Voxels[old[0] + grid.Size.X * (old[1] + grid.Size.Y * old[2])];
                }
        int[] zero = Old(0, 0, 0), x = Old(1, 0, 0), y = Old(0, 1, 0), z = Old(0, 0, 1);
        var origin = World(zero);
        return new(new Grid(size, Affine.FromColumns(Step(x), Step(y), Step(z), origin)), voxels);

        int[] Old(int i, int j, int k)
        {
            var old = new int[3];
            int[] index = [i, j, k];
            for (int c = 0; c < 3; c++) old[axes[c]] = flips[c] ? size[c] - 1 - index[c] : index[c];
            return old;
        }

        (double X, double Y, double Z) World(int[] at) => grid.Affine.Apply(at[0], at[1], at[2]);

        (double, double, double) Step(int[] next)
        {
            var (a, b) = (origin, World(next));
            return (b.X - a.X, b.Y - a.Y, b.Z - a.Z);
        }
    }

    /// <summary>Rotation about an axis by an angle in degrees, times spacing.</summary>
    public static Affine Oblique(double x, double y, double z, double degrees, Spacing spacing)
    {
        double length = Math.Sqrt(x * x + y * y + z * z), c = Math.Cos(degrees * Math.PI / 180), s = Math.Sin(degrees * Math.PI / 180);
        (x, y, z) = (x / length, y / length, z / length);
        double t = 1 - c;
        return new(
            spacing.X * (c + x * x * t), spacing.Y * (x * y * t - z * s), spacing.Z * (x * z * t + y * s), -80,
            spacing.X * (y * x * t + z * s), spacing.Y * (c + y * y * t), spacing.Z * (y * z * t - x * s), -110,
            spacing.X * (z * x * t - y * s), spacing.Y * (z * y * t + x * s), spacing.Z * (c + z * z * t), -60);
    }
}
