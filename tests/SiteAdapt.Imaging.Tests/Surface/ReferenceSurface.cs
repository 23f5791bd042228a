namespace SiteAdapt.Imaging.Tests;

/// <summary>Steps 1 to 6 of protocol section 6.1, written down plainly: every corner, and every pair of surface points.</summary>
static class ReferenceSurface
{
    public readonly record struct Point(int X, int Y, int Z, double Area);

    public static List<Point> Points(Mask mask, Spacing spacing)
    {
        double[] table = SurfaceElementTable.Areas(spacing);
        Size3 size = mask.Grid.Size;
        var points = new List<Point>();
        for (int k = 0; k <= size.Z; k++)
            for (int j = 0; j <= size.Y; j++)
                for (int i = 0; i <= size.X; i++)
                {
                    int code = 0;
                    for (int abc = 0; abc < 8; abc++)
                        code += Voxel(mask, i - 1 + (abc >> 2), j - 1 + (abc >> 1 & 1), k - 1 + (abc & 1)) << (7 - abc);
                    if (code is not (0 or 255)) points.Add(new Point(i, j, k, table[code]));
                }
        return points;
    }

    /// <summary>Voxels of the mask that have a face neighbour outside; each with area 1.</summary>
    public static List<Point> Border(Mask mask)
    {
        Size3 size = mask.Grid.Size;
        var points = new List<Point>();
        for (int k = 0; k < size.Z; k++)
            for (int j = 0; j < size.Y; j++)
                for (int i = 0; i < size.X; i++)
                {
                    int around = Voxel(mask, i - 1, j, k) + Voxel(mask, i + 1, j, k) + Voxel(mask, i, j - 1, k)
                        + Voxel(mask, i, j + 1, k) + Voxel(mask, i, j, k - 1) + Voxel(mask, i, j, k + 1);
                    if (Voxel(mask, i, j, k) == 1 && around < 6) points.Add(new Point(i, j, k, 1));
                }
        return points;
    }

    public static double[] Distances(List<Point> from, List<Point> to, Spacing spacing) =>
        [.. from.Select(p => to.Count == 0 ? double.PositiveInfinity : Math.Sqrt(to.Min(q => Squared(p, q, spacing))))];

    static double Squared(Point p, Point q, Spacing spacing)
    {
        double x = Math.Abs(p.X - q.X) * spacing.X, y = Math.Abs(p.Y - q.Y) * spacing.Y, z = Math.Abs(p.Z - q.Z) * spacing.Z;
        return x * x + y * y + z * z;
    }

    static int Voxel(Mask mask, int x, int y, int z)
    {
        Size3 size = mask.Grid.Size;
        bool inside = x >= 0 && y >= 0 && z >= 0 && x < size.X && y < size.Y && z < size.Z;
        return inside ? mask.Voxels[x + size.X * (y + size.Y * z)] : 0;
    }
}
