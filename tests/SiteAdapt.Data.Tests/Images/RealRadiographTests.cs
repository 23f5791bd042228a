namespace SiteAdapt.Data.Tests;

public sealed class RealRadiographTests
{
    [RealDataFact]
    public void Should_split_label_and_prepare_real_radiographs()
    {
        using var folder = new TemporaryFolder();
        Manifest manifest = Manifest.Read(RealRadiographs.Write(RealDataFactAttribute.Folder!, folder.File("m.csv")).Path);
        Assert.Equal((1000, 14), (manifest.Cases.Count, manifest.Findings.Count));
        Assert.All(manifest.Sites, site => Assert.Equal(manifest.Findings, SiteFindings.Of(manifest, site, TaskPresets.ChestXray)));
        Split split = Split.Create(manifest, 0);
        Assert.Contains(manifest.Cases.GroupBy(c => c.Subject), patient => patient.Select(c => c.Site).Distinct().Count() == 2);
        LeakageCheck.Require([.. from site in manifest.Sites from subset in Enum.GetValues<Subset>() select new UsedCases(subset, site, split.CasesOf(site, subset))]);
        Assert.Equal(128, Budget.OfImages(128).ChooseCases(split.TrainingCases("AP")).Count);
        PreparedImagePool pool = new PreparedImages(folder.File("cache")).Prepare(manifest.Cases, TestImages.Task(128));
        Assert.Equal((1000, 0), (pool.Images.Count, pool.Unreadable.Count));
        float[] pixels = new float[128 * 128];
        double sum = 0;
        foreach (PreparedImage image in pool.Images)
        {
            image.ReadImage(0, pixels);
            // The files have 128 x 128 pixels of 8 bits: nothing may be lost or made up
            Assert.InRange(pixels.Max(value => MathF.Abs(MathF.Round(255 * value) - 255 * value)), 0, 1e-3f);
            Assert.True(pixels.Max() - pixels.Min() > 0.3f, image.Case.Id);
            sum += pixels.Average();
        }
        Assert.InRange(sum / 1000, 0.35, 0.65);
    }
}
