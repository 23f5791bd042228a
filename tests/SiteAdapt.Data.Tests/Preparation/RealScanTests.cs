using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>Real head MRI: <c>heads/openms</c> holds patientNN_studyN_(T1W|FLAIR).nii.gz with _mask.</summary>
public sealed class RealScanTests
{
    [RealDataFact]
    public void Should_import_split_and_prepare_real_scans()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(Path.Combine(RealDataFactAttribute.Folder!, "heads", "openms"), "*.nii.gz"))
        {
            string site = file.Contains("FLAIR", StringComparison.Ordinal) ? "flair" : "t1w";
            Directory.CreateDirectory(folder.File(site));
            File.CreateSymbolicLink(folder.File(site, Path.GetFileName(file)), file);
        }
        ImportResult imported = FolderLayout.Import(folder.Path);
        imported.ToManifest(folder.File("manifest.csv")).Write();
        Manifest manifest = Manifest.Read(folder.File("manifest.csv"));
        Assert.Empty(imported.NotUnderstood);
        Assert.All(manifest.Cases, c => Assert.NotNull(c.Label));
        Split split = Split.Create(manifest, seed: 1);
        LeakageCheck.Require([new(Subset.Train, "t1w", split.TrainingCases("t1w")), new(Subset.Test, "flair", split.TestCases("flair"))]);

        var cache = new PreparedCache(folder.File("cache"));
        using PreparedCase prepared = cache.Open(split.TrainingCases("t1w")[0], TaskPresets.Brain);
        double litres = prepared.ReadMask(0).Count * (prepared.Grid.Spacing.X * prepared.Grid.Spacing.Y * prepared.Grid.Spacing.Z) / 1e6;
        Assert.InRange(litres, 0.8, 2.2);
        Assert.InRange(prepared.SlicesWith(0).Count, 80, 220);
    }
}
