namespace SiteAdapt.Data.Tests;

/// <summary>No false alarm on real data, whichever way its subjects are split: only one image of the test data is there twice, of the same patient.</summary>
public sealed class RealLeakageTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [RealDataFact]
    public void Should_find_the_two_equal_radiographs_and_pass_every_split() => // PNG files unpacked in Python say the same
        Require(RealRadiographs.Write(RealDataFactAttribute.Folder!, folder.File("m.csv")), TestImages.Task(32), "00002658_001", "00002658_002");

    [RealDataFact]
    public void Should_find_no_two_equal_heads_and_pass_every_split()
    {
        string[] files = Directory.GetFiles(Path.Combine(RealDataFactAttribute.Folder!, "heads", "openms"), "*.nii.gz");
        Require(new Manifest(folder.File("m.csv"), [.. files.Where(file => !file.EndsWith("_mask.nii.gz", StringComparison.Ordinal)).Select(file => new Case
        {
            Id = Path.GetFileName(file), Subject = Path.GetFileName(file).Split('_')[0], Site = file.Contains("FLAIR", StringComparison.Ordinal) ? "flair" : "t1w", Image = file,
        })]), TaskPresets.Brain);
    }

    void Require(Manifest manifest, TaskSettings task, params string[] equal)
    {
        var pixels = new CasePixels(task, new PreparedCache(folder.File("cache")), new PreparedImages(folder.File("cache")));
        pixels.Read(manifest.Cases);
        Assert.All(manifest.Cases, item => Assert.NotNull(pixels.Of(item)));
        Assert.Equal(equal, manifest.Cases.GroupBy(pixels.Of).Where(same => same.Count() > 1).SelectMany(same => same.Select(item => item.Id)));
        for (int seed = 0; seed < 20; seed++)
        {
            Split split = Split.Create(manifest, seed, SplitSizes.Shares(0.5, 0.2, 0.3));
            LeakageCheck.Require([.. from site in manifest.Sites from subset in Enum.GetValues<Subset>() select new UsedCases(subset, site, split.CasesOf(site, subset))], pixels.Of);
        }
    }
}
