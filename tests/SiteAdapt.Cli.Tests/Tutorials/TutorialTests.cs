namespace SiteAdapt.Cli.Tests;

/// <summary>Every command and every piece of code of the tutorials, run as they stand there.</summary>
[Collection(SimulatedSitesCollection.Name)] // one cluster at a time
public sealed class TutorialTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("first-model.md", 2)]
    [InlineData("your-own-method.md", 3)]
    [InlineData("slurm-study.md", 1)]
    public void Should_say_above_each_file_what_it_is_saved_as(string page, int files)
    {
        var blocks = Tutorial.Files(page);
        Assert.Equal(files, blocks.Count);
        Assert.All(blocks, block => Assert.Equal($"Save as `{block.Name}`:", block.Above));
    }

    [SlowFact]
    public void Should_go_from_two_folders_of_scans_to_a_signed_report()
    {
        new Tutorial("first-model.md", folder.Path).Follow();
        Assert.True(File.Exists(folder.File("check.html")));
        Assert.NotEmpty(Directory.GetFiles(folder.File("masks", "mmtl"), "*.nii.gz"));
        Assert.Contains("The data are simulated", File.ReadAllText(folder.File("runs", "south", "audit", "card.html")), StringComparison.Ordinal); // the page says that the card says so
    }

    [SlowFact]
    public void Should_add_a_method()
    {
        CopyCode(RepositoryFolder.Find(), folder.File("code"));
        var said = new Tutorial("your-own-method.md", folder.Path) { Code = folder.File("code") }.Follow();
        Assert.Contains("mmtl-cosine", File.ReadAllText(folder.File("ramps", "ramps.results.csv")), StringComparison.Ordinal);
        Assert.Matches(@"adapt +6 +[0-9]+ +4 +2", said[1]);
    }

    [SlurmFact]
    public void Should_run_a_study_on_slurm()
    {
        using var slurm = new OneHostSlurm();
        var said = new Tutorial("slurm-study.md", folder.Path)
        {
            Before = name =>
            {
                if (name == "end") OneHostSlurm.WaitForEndOfQueue();
            },
        }.Follow();
        Assert.Contains("sbatch", said[1], StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("first", "first.report", "index.html")));
    }

    /// <summary>What is built from, without what was built.</summary>
    static void CopyCode(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string part in new[] { "src", "eng", "docs", "studies" })
            foreach (string file in Directory.EnumerateFiles(Path.Combine(from, part), "*", SearchOption.AllDirectories).Where(file => !file.Split(Path.DirectorySeparatorChar).Any(name => name is "bin" or "obj")))
            {
                string copy = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
    }

    public void Dispose() => folder.Dispose();
}
