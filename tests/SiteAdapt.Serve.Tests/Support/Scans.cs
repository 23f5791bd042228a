using SiteAdapt.Imaging;

namespace SiteAdapt.Serve.Tests;

/// <summary>Small NIfTI files with a ball in the middle.</summary>
static class Scans
{
    public static void Write(string path, int size = 16, float radius = 5, double spacing = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Nifti.Write(path, new Volume(GridOf(size, spacing), Ball(size, radius, 100)));
    }

    public static void WriteMask(string path, int size = 16, float radius = 5, double spacing = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Nifti.WriteMask(path, new Mask(GridOf(size, spacing), Array.ConvertAll(Ball(size, radius, 1), value => (byte)value)));
    }

    static Grid GridOf(int size, double spacing) => Grid.FromSpacing(new Size3(size, size, size), new Spacing(spacing, spacing, spacing));

    static float[] Ball(int size, float radius, float value)
    {
        var voxels = new float[size * size * size];
        float middle = (size - 1) / 2f;
        for (int v = 0; v < voxels.Length; v++)
        {
            float x = (v % size) - middle, y = (v / size % size) - middle, z = (v / size / size) - middle;
            if ((x * x) + (y * y) + (z * z) <= radius * radius) voxels[v] = value;
        }
        return voxels;
    }
}
