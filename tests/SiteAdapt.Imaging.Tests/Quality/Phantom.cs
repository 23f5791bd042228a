namespace SiteAdapt.Imaging.Tests;

/// <summary>Images whose noise, field and detail are known.</summary>
sealed class Phantom(int seed)
{
    public static Size3 Size { get; } = new(48, 44, 20);

    public static Spacing Mm { get; } = new(1, 1, 3);

    readonly Random random = new(seed);

    public static Grid Grid { get; } = Grid.FromSpacing(Size, Mm);

    public static byte[] Everywhere { get; } = [.. Enumerable.Repeat((byte)1, (int)Size.Count)];

    public static Volume Make(Func<int, int, int, double> value)
    {
        var voxels = new float[Size.Count];
        for (int v = 0; v < voxels.Length; v++) voxels[v] = (float)value(v % Size.X, v / Size.X % Size.Y, v / (Size.X * Size.Y));
        return new Volume(Grid, voxels);
    }

    /// <summary>An ellipsoid of tissue with an inner one, a slope and a curvature: what noise must be told from.</summary>
    public static double Body(int x, int y, int z)
    {
        double r = Math.Pow((x - 23.5) / 22, 2) + Math.Pow((y - 21.5) / 20, 2) + Math.Pow((z - 9.5) / 10, 2);
        return (r > 1 ? 0 : r > 0.4 ? 400 : 700) + 2 * x + 0.1 * y * y;
    }

    /// <summary>Three tissues in cubes of 4 x 4 x 2 voxels, in random order.</summary>
    public Func<int, int, int, double> Tissues(double dark, double middle, double bright)
    {
        double[] levels = [dark, middle, bright];
        int[] cubes = [.. Enumerable.Range(0, 12 * 11 * 10).Select(_ => random.Next(3))];
        return (x, y, z) => levels[cubes[x / 4 + 12 * (y / 4 + 11 * (z / 2))]];
    }

    public Volume Noisy(Volume image, double deviation) =>
        new(image.Grid, Array.ConvertAll(image.Voxels, value => (float)(value + deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));
}
