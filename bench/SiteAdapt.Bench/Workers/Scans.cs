using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Bench;

/// <summary>Scans that both sides read: a simulated head of 256^3, two brain masks, and sites of many plain slices to train on.</summary>
static class Scans
{
    static readonly Size3 HeadSize = new(256, 256, 256);

    /// <summary>head.nii.gz (int16, as scanners store it), brain.nii.gz and wobbly.nii.gz, the same mask with a surface that waves by two voxels.</summary>
    public static void WriteHead(string folder)
    {
        Directory.CreateDirectory(folder);
        var scan = SiteSimulation.Scan(new HeadAnatomy(1, "head0001"), SiteProtocols.Of(0, 1, 1), spacing: 1, seed: 1);
        var grid = Grid.FromSpacing(HeadSize, Spacing.Isotropic(1));
        var from = scan.Image.Grid.Size;
        float largest = scan.Image.Voxels.Max();
        // Around the head the scan is mirrored, so that there is noise and not a constant, as in air. Its mask is not.
        short[] image = Fill(from, mirror: true, v => (short)(4000 * scan.Image.Voxels[v] / largest), (_, _) => (0, 0));
        NiftiWriter.Write(Path.Combine(folder, "head.nii.gz"), grid, NiftiDataType.Int16, image, like: null);
        Nifti.WriteMask(Path.Combine(folder, "brain.nii.gz"), new Mask(grid, Fill(from, mirror: false, v => scan.Brain.Voxels[v], (_, _) => (0, 0))));
        Nifti.WriteMask(Path.Combine(folder, "wobbly.nii.gz"), new Mask(grid, Fill(from, mirror: false, v => scan.Brain.Voxels[v], Wobble)));
    }

    /// <summary>Sites "a" and "b" with cases of noisy discs, all of them for training, as <c>manifest.csv</c>.</summary>
    public static void WriteSites(string folder, int cases, int slices, int side)
    {
        Directory.CreateDirectory(folder);
        var size = new Size3(side, side, slices);
        var grid = Grid.FromSpacing(size, Spacing.Isotropic(1));
        var rows = new List<string> { "case,subject,site,image,label,split" };
        foreach (string site in new[] { "a", "b" })
            for (int i = 0; i < cases; i++)
            {
                string id = string.Create(CultureInfo.InvariantCulture, $"{site}{i}");
                var (image, mask) = Disc(size, new RandomStream(i, site));
                Nifti.Write(Path.Combine(folder, $"{id}.nii"), new Volume(grid, image));
                Nifti.WriteMask(Path.Combine(folder, $"{id}_mask.nii"), new Mask(grid, mask));
                rows.Add($"{id},{id},{site},{id}.nii,{id}_mask.nii,train");
            }
        File.WriteAllLines(Path.Combine(folder, "manifest.csv"), rows);
    }

    static (float[] Image, byte[] Mask) Disc(Size3 size, RandomStream random)
    {
        var (image, mask) = (new float[size.Count], new byte[size.Count]);
        double radius = size.X * random.NextUniform(0.2, 0.4);
        for (int z = 0, v = 0; z < size.Z; z++)
            for (int y = 0; y < size.Y; y++)
                for (int x = 0; x < size.X; x++, v++)
                {
                    mask[v] = double.Hypot(x - size.X / 2, y - size.Y / 2) < radius ? (byte)1 : (byte)0;
                    image[v] = (float)(100 + 150 * mask[v] + 60 * random.NextDouble());
                }
        return (image, mask);
    }

    static (int X, int Y) Wobble(int y, int z) => ((int)Math.Round(2 * Math.Sin(z / 20.0)), (int)Math.Round(2 * Math.Cos(y / 25.0)));

    /// <summary>Voxels of <see cref="HeadSize"/> with the scan in their middle; rows moved as asked.</summary>
    static T[] Fill<T>(Size3 from, bool mirror, Func<long, T> voxel, Func<int, int, (int X, int Y)> move) where T : struct
    {
        var filled = new T[HeadSize.Count];
        for (int z = 0, v = 0; z < HeadSize.Z; z++)
            for (int y = 0; y < HeadSize.Y; y++)
            {
                var (moveX, moveY) = move(y, z);
                for (int x = 0; x < HeadSize.X; x++, v++)
                {
                    int i = Place(x + moveX, from.X, HeadSize.X), j = Place(y + moveY, from.Y, HeadSize.Y), k = Place(z, from.Z, HeadSize.Z);
                    if (!mirror && (i != Mirrored(i, from.X) || j != Mirrored(j, from.Y) || k != Mirrored(k, from.Z))) continue;
                    filled[v] = voxel(Mirrored(i, from.X) + (long)from.X * (Mirrored(j, from.Y) + (long)from.Y * Mirrored(k, from.Z)));
                }
            }
        return filled;
    }

    static int Place(int at, int length, int outLength) => at - (outLength - length) / 2;

    static int Mirrored(int at, int length) => at < 0 ? -1 - at : at < length ? at : 2 * length - 1 - at;
}
