using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>Something goes wrong at every change on disk while cases are prepared, or a list is written; the next start goes on.</summary>
public sealed class CacheFaultTests : IDisposable
{
    static readonly Grid Small = Grid.FromSpacing(new Size3(12, 10, 9), Spacing.Isotropic(1));
    static readonly TaskSettings Task = TaskPresets.Brain with { Structures = [Structure.AnyPositive("all")] };

    readonly TemporaryFolder folder = new();
    readonly MovedClock clock = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<DiskTrouble> Troubles() => [.. Enum.GetValues<DiskTrouble>()];

    /// <summary>Later than the files that a test has written: they count as at rest, and as left behind.</summary>
    sealed class MovedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }

    string Cache => folder.File("cache");

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_prepare_a_case_after_trouble_at_every_change(DiskTrouble trouble)
    {
        Case source = TestCases.Write(folder, Small);
        void Prepare() => new PreparedCache(Cache, CasePreparation.Prepare, clock).Open(source, Task).Dispose();
        Disturb(trouble, Prepare, ".prepared", ".sha256");
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_prepare_images_after_trouble_at_every_change(DiskTrouble trouble)
    {
        Case[] cases = [.. Enumerable.Range(0, 3).Select(i => TestImages.Case(folder, $"x{i}", PngFile.Grey8(40 + i, 50, (x, y) => (byte)(31 * x + 7 * y + i))))];
        void Prepare() => new PreparedImages(Cache, clock) { Parallelism = 1 }.Prepare(cases, TestImages.Task());
        Disturb(trouble, Prepare, ".image");
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_leave_the_old_or_the_new_manifest_and_table(DiskTrouble trouble)
    {
        string path = folder.File("probabilities.csv");
        void Save(float value) => ProbabilityFile.Write(path, ["x"], [("a.png", (IReadOnlyList<float>)[value])]);
        Save(0.25f);
        string before = File.ReadAllText(path);
        int changes = FaultyDisk.ChangesOf(() => Save(0.5f)).Count;
        string after = File.ReadAllText(path);
        for (int at = 1; at <= changes; at++)
        {
            Save(0.25f);
            var fault = new FaultyDisk(trouble, at).Under(() => Save(0.5f));
            Assert.Equal(fault is null ? after : before, File.ReadAllText(path));
        }
    }

    void Disturb(DiskTrouble trouble, Action prepare, params string[] written)
    {
        var changes = FaultyDisk.ChangesOf(prepare);
        foreach (string end in written) Assert.Contains(changes, change => change.StartsWith("Rename", StringComparison.Ordinal) && change.Contains(end, StringComparison.Ordinal));
        var whole = Contents();
        for (int at = 1; at <= changes.Count; at++)
        {
            Directory.Delete(Cache, recursive: true);
            var fault = new FaultyDisk(trouble, at).Under(prepare);
            Assert.True(fault is null or SimulatedCrashException || (fault is InputException && fault.Message.Contains(Cache, StringComparison.Ordinal)), $"{fault}");
            prepare();
            if (fault is SimulatedCrashException) prepare(); // what another entry's start had no reason to look for
            foreach (var (name, content) in Contents().Where(entry => !entry.Key.EndsWith(".partial", StringComparison.Ordinal))) Assert.Equal(whole[name], content);
            Assert.Equal(whole.Keys, Contents().Keys);
        }
    }

    SortedDictionary<string, string> Contents() => new(Directory.EnumerateFiles(Cache, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Cache, path), path => Convert.ToHexString(File.ReadAllBytes(path))), StringComparer.Ordinal);
}
