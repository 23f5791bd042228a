using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>Cases without files, and small images with files.</summary>
static class TestCases
{
    public static Case Of(string site, string subject, string? id = null, Subset? split = null) => new()
    {
        Id = id ?? $"{site}-{subject}", Subject = subject, Site = site, Image = $"/nowhere/{site}/{id ?? subject}.nii.gz", Split = split,
    };

    /// <summary>Subjects 0 .. n-1 at each site, each site's own.</summary>
    public static Manifest Disjoint(params int[] subjectsPerSite) => new("/nowhere/manifest.csv",
        [.. subjectsPerSite.SelectMany((n, site) => Enumerable.Range(0, n).Select(i => Of($"site{site}", $"s{site}-{i:00}")))]);

    /// <summary>Smooth values with a block of label 1 (and a smaller one of 2) in the middle; written as NIfTI.</summary>
    public static Case Write(TemporaryFolder folder, Grid grid, string id = "case1", int seed = 1)
    {
        var random = new RandomStream(seed, "test image");
        Size3 n = grid.Size;
        float[] image = new float[n.Count], label = new float[n.Count];
        for (int k = 0, v = 0; k < n.Z; k++)
            for (int j = 0; j < n.Y; j++)
                for (int i = 0; i < n.X; i++, v++)
                {
                    image[v] = (float)(100 * Math.Sin(0.3 * i + 0.5 * j + 0.2 * k) + 10 * random.NextDouble());
                    bool outer = i > n.X / 4 && i < 3 * n.X / 4 && j > n.Y / 4 && j < 3 * n.Y / 4 && k > n.Z / 4 && k < 3 * n.Z / 4;
                    label[v] = outer ? i > n.X / 2 ? 2 : 1 : 0;
                }
        Case c = Of("site", id) with { Id = id, Image = folder.File($"{id}.nii.gz"), Label = folder.File($"{id}_mask.nii.gz") };
        Nifti.Write(c.Image, new Volume(grid, image));
        Nifti.Write(c.Label, new Volume(grid, label));
        return c;
    }
}
