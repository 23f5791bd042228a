using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class ImageSimulationTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    /// <summary>Subjects 0 to 6, subject 0 with two scans.</summary>
    public ImageSimulationTests()
    {
        for (int i = 0; i < 7; i++) Write($"case{i}", i);
        Write("case0_study2", 7);
        File.Move(folder.File("given", "case0.nii.gz"), folder.File("given", "case0_study1.nii.gz"));
        File.Move(folder.File("given", "case0_mask.nii.gz"), folder.File("given", "case0_study1_gland.nii.gz"));
    }

    public void Dispose() => folder.Dispose();

    void Write(string id, int seed)
    {
        using TemporaryFolder made = new();
        Case c = TestCases.Write(made, Grid.FromSpacing(new Size3(16, 14, 12), new Spacing(1, 1, 2)), id, seed);
        Directory.CreateDirectory(folder.File("given"));
        File.Move(c.Image, folder.File("given", Path.GetFileName(c.Image)));
        File.Move(c.Label!, folder.File("given", Path.GetFileName(c.Label!)));
    }

    ImageSimulationSettings Settings(string output = "out") => new() { Output = folder.File(output), Images = folder.File("given"), Sites = 3, Seed = 4, Parallelism = 1 };

    Manifest Run(ImageSimulationSettings settings) => ImageSimulation.Run(settings, ImageSimulation.Given(settings.Images).Cases);

    [Fact]
    public void Should_put_every_subject_with_all_scans_into_exactly_one_site()
    {
        Manifest made = Run(Settings()), read = Manifest.Read(folder.File("out", "manifest.csv"));
        Assert.Equal(8, read.Cases.Count);
        Assert.Equal([3, 2, 2], read.Sites.Select(site => read.CasesAt(site).Select(c => c.Subject).Distinct().Count()));
        Assert.All(read.Cases.GroupBy(c => c.Subject), subject => Assert.Single(subject.Select(c => c.Site).Distinct()));
        Assert.Equal(2, read.Cases.Count(c => c.Subject == "case0"));
        Assert.Equal(made.Cases.Select(c => c.Image), read.Cases.Select(c => c.Image));
        foreach (Case c in read.Cases)
        {
            Assert.Equal(Nifti.Read(c.Image).Volume.Grid, Nifti.ReadLabels(c.Label!).Volume.Grid);
            Assert.StartsWith("simulated from a given scan", c.Scanner, StringComparison.Ordinal);
        }
        string note = File.ReadAllText(folder.File("out", "README.txt"));
        Assert.Contains("Never report results on them as clinical", note, StringComparison.Ordinal);
        Assert.All(read.Cases, c => Assert.Contains($"  {c.Id[(c.Site.Length + 1)..]}\n", note, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_write_the_same_bytes_for_any_number_of_threads_and_others_for_another_seed()
    {
        foreach ((string output, int threads, int seed) in new[] { ("one", 1, 4), ("two", 2, 4), ("other", 2, 5) })
            Run(Settings(output) with { Parallelism = threads, Seed = seed });
        Assert.Equal(Hashes("one"), Hashes("two"));
        Assert.NotEqual(Hashes("one")["README.txt"], Hashes("other")["README.txt"]);
    }

    [Fact]
    public void Should_write_the_same_note_wherever_the_scans_lie()
    {
        Run(Settings("one"));
        Directory.Move(folder.File("given"), folder.File("elsewhere"));
        Run(Settings("two") with { Images = folder.File("elsewhere") });
        Assert.Equal(Hashes("one"), Hashes("two"));
    }

    [Fact]
    public void Should_refuse_where_the_note_is_of_others()
    {
        folder.Write("out/README.txt", "My thesis.\n");
        Assert.Contains("README.txt: is there and is no note of a simulation", Assert.Throws<InputException>(() => Run(Settings())).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.File("out")));
    }

    [Fact]
    public void Should_take_a_manifest_and_a_number_of_subjects()
    {
        Run(Settings("first") with { Sites = 1 });
        Manifest again = Run(Settings("second") with { Images = folder.File("first", "manifest.csv"), Sites = 2, SubjectsPerSite = 2 });
        Assert.Equal([2, 2], again.Sites.Select(site => again.CasesAt(site).Select(c => c.Subject).Distinct().Count()));
    }

    [Fact]
    public void Should_refuse_what_it_cannot_use()
    {
        string Fault(ImageSimulationSettings settings) => Assert.Throws<InputException>(() => Run(settings)).Message;
        Assert.Contains("has 7 subjects, too few for 8 sites", Fault(Settings() with { Sites = 8 }), StringComparison.Ordinal);
        Assert.Contains("too few for 3 sites of 3", Fault(Settings() with { SubjectsPerSite = 3 }), StringComparison.Ordinal);
        Assert.Contains("lies in the folder of the given scans", Fault(Settings("given/out")), StringComparison.Ordinal);
        Assert.Contains("shift is 5; expected 0 to 4", Fault(Settings() with { Shift = 5 }), StringComparison.Ordinal);
        Assert.Contains("there is no such folder", Fault(Settings() with { Images = folder.File("nowhere") }), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public void Should_refuse_one_anatomy_under_two_names_and_a_label_of_another_grid()
    {
        File.Copy(folder.File("given", "case1.nii.gz"), folder.File("given", "copy.nii.gz"));
        string copied = Assert.Throws<InputException>(() => Run(Settings())).Message;
        Assert.Contains("case1.nii.gz and ", copied, StringComparison.Ordinal);
        Assert.Contains("copy.nii.gz", copied, StringComparison.Ordinal);
        File.Delete(folder.File("given", "copy.nii.gz"));

        Nifti.WriteMask(folder.File("given", "case1_mask.nii.gz"), new Mask(Grid.FromSpacing(new Size3(2, 2, 2), Spacing.Isotropic(1)), new byte[8]));
        Assert.Contains("are not on the same grid", Assert.Throws<InputException>(() => Run(Settings())).Message, StringComparison.Ordinal);
    }

    [RealDataFact]
    public void Should_make_sites_of_real_volumes_that_agree_with_their_labels()
    {
        var settings = Settings() with { Images = Path.Combine(RealDataFactAttribute.Folder!, "prostate", "deepreg27_dummy"), Parallelism = 2 };
        ImportResult given = ImageSimulation.Given(settings.Images);
        Assert.Equal((27, 0), (given.Cases.Count(c => c.Label is not null), given.NotUnderstood.Count));
        Manifest made = ImageSimulation.Run(settings, given.Cases);
        Assert.Equal([9, 9, 9], made.Sites.Select(site => made.CasesAt(site).Count));
        var volumes = given.Cases.ToDictionary(c => c.Id, c => Millilitres(c.Label!));
        Assert.All(made.Cases, c => Assert.Equal(1, Millilitres(c.Label!) / volumes[c.Id[(c.Site.Length + 1)..]], 0.1));
    }

    static double Millilitres(string label)
    {
        Volume volume = Nifti.ReadLabels(label).Volume;
        Spacing s = volume.Grid.Spacing;
        return volume.Voxels.Count(value => value > 0) * s.X * s.Y * s.Z / 1000;
    }

    SortedDictionary<string, string> Hashes(string output) => new(Directory.EnumerateFiles(folder.File(output), "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder.File(output), path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))), StringComparer.Ordinal);
}
