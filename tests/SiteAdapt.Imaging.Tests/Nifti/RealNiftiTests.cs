using System.Globalization;

namespace SiteAdapt.Imaging.Tests;

public sealed class RealNiftiTests
{
    static string Data(params string[] parts) => Path.Combine([RealDataFactAttribute.Folder!, .. parts]);

    [RealDataFact]
    public void Should_read_head_scans_with_size_and_spacing_of_the_manifest()
    {
        string folder = Data("heads", "openms");
        string[][] rows = [.. File.ReadLines(Path.Combine(folder, "manifest.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.NotEmpty(rows);
        foreach (string[] row in rows)
        {
            NiftiImage image = Nifti.Read(Path.Combine(folder, row[0])), mask = Nifti.ReadLabels(Path.Combine(folder, row[1]));
            Spacing spacing = image.Volume.Grid.Spacing;
            Assert.Equal(row[6], image.Volume.Grid.Size.ToString());
            Assert.Equal(row[7], string.Create(CultureInfo.InvariantCulture, $"{spacing.X:0.000}x{spacing.Y:0.000}x{spacing.Z:0.000}"));
            GridComparison comparison = GridComparison.Compare(image.Volume.Grid, mask.Volume.Grid);
            Assert.True(comparison.Same, comparison.Difference);
            double millilitres = mask.Volume.Voxels.Sum(v => (double)v) * spacing.X * spacing.Y * spacing.Z / 1000;
            Assert.Equal(double.Parse(row[9], CultureInfo.InvariantCulture), millilitres, 1.0);
        }
    }

    [RealDataFact]
    public void Should_read_label_maps()
    {
        string[] paths = Directory.GetFiles(Data("heads", "labelmaps"), "*.nii.gz");
        Assert.NotEmpty(paths);
        foreach (string path in paths.Order(StringComparer.Ordinal).Take(4))
            Assert.Equal(new Size3(256, 256, 256), Nifti.ReadLabels(path).Volume.Grid.Size);
    }

    [RealDataFact]
    public void Should_read_prostate_images_and_masks_on_one_grid()
    {
        string[] masks = Directory.GetFiles(Data("prostate", "deepreg27_dummy"), "*_gland*", SearchOption.AllDirectories);
        Assert.NotEmpty(masks);
        foreach (string mask in masks) Assert.NotEqual(0, Nifti.ReadLabels(mask).Volume.Voxels.Max());
    }
}
