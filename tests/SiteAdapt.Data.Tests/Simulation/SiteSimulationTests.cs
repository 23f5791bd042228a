using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public class SiteSimulationTests
{
    static SimulationSettings Small(TemporaryFolder folder, int threads = 1) => new()
    {
        Output = folder.File("out"), Sites = 2, SubjectsPerSite = 2, Spacing = 6, Seed = 21, Parallelism = threads,
    };

    [Fact]
    public void Should_write_the_same_bytes_twice_and_for_any_number_of_threads()
    {
        using TemporaryFolder one = new(), again = new(), two = new();
        SiteSimulation.Run(Small(one));
        SiteSimulation.Run(Small(again));
        SiteSimulation.Run(Small(two, threads: 2));
        Assert.Equal(10, Hashes(one).Count);
        Assert.Equal(Hashes(one), Hashes(again));
        Assert.Equal(Hashes(one), Hashes(two));
    }

    [Fact]
    public void Should_write_a_manifest_that_the_files_agree_with()
    {
        using TemporaryFolder folder = new();
        Manifest written = SiteSimulation.Run(Small(folder));
        Manifest read = Manifest.Read(folder.File("out", "manifest.csv"));
        Assert.Equal(["site1", "site2"], read.Sites);
        Assert.Equal(4, read.Cases.Select(c => c.Subject).Distinct().Count());
        Assert.Equal(written.Cases.Select(c => c.Id), read.Cases.Select(c => c.Id));
        foreach (Case row in read.Cases)
        {
            Volume image = Nifti.Read(row.Image).Volume, mask = Nifti.ReadLabels(row.Label!).Volume;
            Assert.Equal(image.Grid, mask.Grid);
            Assert.Equal([0f, 1f], mask.Voxels.Distinct().Order());
            Assert.InRange(image.Grid.Spacing.X, 5, 7);
            Assert.InRange(row.Age!.Value, 18, 80);
            Assert.Contains(row.Sex, new[] { "F", "M" });
            Assert.StartsWith("simulated", row.Scanner, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Should_leave_a_note_that_nobody_was_scanned()
    {
        using TemporaryFolder folder = new();
        SiteSimulation.Run(Small(folder));
        string note = File.ReadAllText(folder.File("out", "README.txt"));
        Assert.All(new[] { "simulated", "Never report results on them as clinical", "seed 21", "site1: simulated", "site2: simulated" }, part => Assert.Contains(part, note, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("My thesis.\n")]
    [InlineData("")]
    public void Should_refuse_before_anything_is_written_where_the_note_is_of_others(string text)
    {
        using TemporaryFolder folder = new();
        folder.Write("out/README.txt", text);
        string message = Assert.Throws<InputException>(() => SiteSimulation.Run(Small(folder))).Message;
        Assert.All(new[] { folder.File("out", "README.txt"), "Give another folder, or rename it" }, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Equal([folder.File("out", "README.txt")], Directory.GetFileSystemEntries(folder.File("out")));
        Assert.Equal(text, File.ReadAllText(folder.File("out", "README.txt")));
    }

    [Fact]
    public void Should_write_over_its_own_note()
    {
        using TemporaryFolder folder = new();
        SiteSimulation.Run(Small(folder));
        SiteSimulation.Run(Small(folder) with { Seed = 22 });
        Assert.Contains("seed 22", File.ReadAllText(folder.File("out", "README.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_report_every_scan()
    {
        using TemporaryFolder folder = new();
        var reports = new Recorder();
        SiteSimulation.Run(Small(folder), reports);
        Assert.Equal([1, 2, 3, 4], reports.Seen.Select(r => r.Done));
        Assert.All(reports.Seen, r => Assert.Equal(4, r.Total));
    }

    [Fact]
    public void Should_stop_when_asked_and_leave_no_manifest()
    {
        using TemporaryFolder folder = new();
        using var source = new CancellationTokenSource();
        var reports = new Recorder { OnReport = source.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => SiteSimulation.Run(Small(folder), reports, source.Token));
        Assert.False(File.Exists(folder.File("out", "manifest.csv")));
    }

    [Fact]
    public void Should_name_every_setting_out_of_range()
    {
        using TemporaryFolder folder = new();
        SimulationSettings wrong = Small(folder) with { Sites = 0, SubjectsPerSite = -1, Spacing = 0.01, Shift = double.NaN, Parallelism = 0 };
        string message = Assert.Throws<InputException>(() => SiteSimulation.Run(wrong)).Message;
        Assert.All(new[] { "sites is 0", "subjects per site is -1", "spacing is 0.01", "shift is NaN", "parallelism is 0" },
            part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    sealed class Recorder : IProgress<SimulationProgress>
    {
        public List<SimulationProgress> Seen { get; } = [];

        public Action? OnReport { get; init; }

        public void Report(SimulationProgress value)
        {
            Seen.Add(value);
            OnReport?.Invoke();
        }
    }

    static SortedDictionary<string, string> Hashes(TemporaryFolder folder) => new(
        Directory.GetFiles(folder.File("out"), "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder.Path, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
