using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public class RadiographSimulationTests
{
    static RadiographSimulationSettings Small(TemporaryFolder folder, int threads = 1) => new()
    {
        Output = folder.File("out"), Sites = 2, SubjectsPerSite = 6, Size = 40, Seed = 5, Parallelism = threads,
    };

    [Fact]
    public void Should_write_the_same_bytes_twice_and_for_any_number_of_threads()
    {
        using TemporaryFolder one = new(), again = new(), many = new(), other = new();
        RadiographSimulation.Run(Small(one));
        RadiographSimulation.Run(Small(again));
        RadiographSimulation.Run(Small(many, threads: 3));
        RadiographSimulation.Run(Small(other) with { Seed = 6 });
        Assert.Equal(Hashes(one), Hashes(again));
        Assert.Equal(Hashes(one), Hashes(many));
        Assert.Empty(Hashes(one).Values.Intersect(Hashes(other).Values));
    }

    [Fact]
    public void Should_write_a_manifest_that_the_files_agree_with()
    {
        using TemporaryFolder folder = new();
        RadiographSimulation.Run(Small(folder) with { SubjectsPerSite = 40 });
        Manifest read = Manifest.Read(folder.File("out", "manifest.csv"));
        Assert.Empty(read.Warnings);
        Assert.Equal(["site1", "site2"], read.Sites);
        Assert.Equal(80, read.Cases.Select(c => c.Subject).Distinct().Count());
        Assert.All(read.Cases.GroupBy(c => c.Subject), group => Assert.Single(group.Select(c => c.Site).Distinct()));
        Assert.Equal([1, 2, 3], read.Cases.GroupBy(c => c.Subject).Select(group => group.Count()).Distinct().Order());
        Assert.Equal(read.Cases.Count, read.Cases.Select(c => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(c.Image)))).Distinct().Count());
        foreach (Case row in read.Cases)
        {
            GreyImage image = ImageDecoder.Decode(File.ReadAllBytes(row.Image));
            Assert.Equal((40, 40), (image.Width, image.Height));
            Assert.True(image.Pixels.Distinct().Count() > 50);
            Assert.Contains(row.Extra["view"], new[] { "AP", "PA" });
            Assert.StartsWith("simulated", row.Scanner, StringComparison.Ordinal);
        }
        Assert.Contains("Never report results on them as clinical", File.ReadAllText(folder.File("out", "README.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_where_the_note_is_of_others()
    {
        using TemporaryFolder folder = new();
        folder.Write("out/README.txt", "My thesis.\n");
        Assert.Contains("README.txt: is there and is no note of a simulation", Assert.Throws<InputException>(() => RadiographSimulation.Run(Small(folder))).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.File("out")));
    }

    [Fact]
    public void Should_label_as_the_two_data_sets_do()
    {
        using TemporaryFolder folder = new();
        Manifest made = RadiographSimulation.Run(Small(folder) with { SubjectsPerSite = 60, Size = 32 });
        IReadOnlyList<string> first = SiteFindings.Of(made, "site1", TaskPresets.ChestXray), second = SiteFindings.Of(made, "site2", TaskPresets.ChestXray);
        Assert.Equal(["Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Effusion", "Pneumothorax"], first.Intersect(second));
        Assert.Equal(["Lung Lesion", "Support Devices"], first.Except(second));
        Assert.Equal(["Emphysema", "Mass", "Nodule"], second.Except(first));
        int?[] Values(string site) => [.. made.CasesAt(site).SelectMany(c => c.Findings.Values).Where(value => value is not null).Distinct().Order()];
        Assert.Equal([-1, 0, 1], Values("site1"));
        Assert.Equal([0, 1], Values("site2"));
    }

    [Fact]
    public void Should_stop_when_asked_and_leave_no_manifest()
    {
        using TemporaryFolder folder = new();
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => RadiographSimulation.Run(Small(folder), new Canceller(source), source.Token));
        Assert.False(File.Exists(folder.File("out", "manifest.csv")));
    }

    [Fact]
    public void Should_name_every_setting_out_of_range()
    {
        using TemporaryFolder folder = new();
        var wrong = Small(folder) with { Sites = 0, SubjectsPerSite = 0, Size = 16, Shift = 5, Parallelism = 0 };
        string message = Assert.Throws<InputException>(() => RadiographSimulation.Run(wrong)).Message;
        Assert.All(new[] { "sites is 0", "subjects per site is 0", "size is 16", "shift is 5", "parallelism is 0" },
            part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    sealed class Canceller(CancellationTokenSource source) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => source.Cancel();
    }

    static SortedDictionary<string, string> Hashes(TemporaryFolder folder) => new(
        Directory.GetFiles(folder.File("out"), "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder.Path, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
