namespace SiteAdapt.Imaging.Tests;

public sealed class AtomicFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<DiskTrouble> Troubles() => [.. Enum.GetValues<DiskTrouble>()];

    string[] Names => [.. Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_leave_the_old_file_or_the_new_one_whatever_fails(DiskTrouble trouble)
    {
        string path = folder.File("table.csv");
        byte[] before = [1, 2, 3], after = new byte[200_000]; // more than one buffer
        Array.Fill(after, (byte)7);
        void Save() => AtomicFile.Write(path, stream => stream.Write(after));
        File.WriteAllBytes(path, before);
        int changes = FaultyDisk.ChangesOf(Save).Count;
        Assert.InRange(changes, 4, 20); // create, writes, flush, rename
        for (int at = 1; at <= changes; at++)
        {
            File.WriteAllBytes(path, before);
            var fault = new FaultyDisk(trouble, at).Under(Save);
            Assert.Equal(fault is null ? after : before, File.ReadAllBytes(path));
            if (fault is not SimulatedCrashException) Assert.Equal(["table.csv"], Names);
            if (fault is IOException && DiskFault.IsFull(fault)) Assert.Equal($"{path}: cannot be written, because no space is left on the disk", fault.Message);
            foreach (string left in Directory.GetFiles(folder.Path, "*.partial")) File.SetLastWriteTimeUtc(left, DateTime.UtcNow - 2 * Leftovers.Rest);
            Leftovers.Remove(folder.Path);
            Assert.Equal(["table.csv"], Names);
        }
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_leave_no_half_prediction(DiskTrouble trouble)
    {
        string path = folder.File("mask.nii.gz");
        var mask = new Mask(Grid.FromSpacing(new Size3(20, 20, 20), Spacing.Isotropic(1)), [.. Enumerable.Range(0, 8000).Select(v => (byte)(v % 2))]);
        void Save() => Nifti.WriteMask(path, mask);
        int changes = FaultyDisk.ChangesOf(Save).Count;
        byte[] whole = File.ReadAllBytes(path);
        for (int at = 1; at <= changes; at++)
        {
            File.Delete(path);
            var fault = new FaultyDisk(trouble, at).Under(Save);
            if (fault is null) Assert.Equal(whole, File.ReadAllBytes(path));
            else Assert.False(File.Exists(path));
            if (fault is InputException) Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Should_not_remove_what_somebody_may_be_writing_or_what_is_not_ours()
    {
        string name = $"a.csv.17-{new string('a', 32)}.partial";
        string young = folder.Write("b" + name, "half"), open = folder.Write("c" + name, "half"), left = folder.Write("d" + name, "half"), film = folder.Write("film.mkv.partial", "mine");
        using (new FileStream(open, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            foreach (string old in new[] { open, left, film }) File.SetLastWriteTimeUtc(old, DateTime.UtcNow - 2 * Leftovers.Rest);
            Leftovers.Remove(folder.Path);
        }
        Assert.Equal(new[] { young, open, film }.Order(StringComparer.Ordinal), Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
        Leftovers.Remove(folder.File("nowhere"));
    }

    [Fact]
    public void Should_delete_a_link_and_not_what_is_behind_it()
    {
        string mine = folder.Write("mine/thesis.txt", "years");
        Directory.CreateDirectory(folder.File("run", "in"));
        Directory.CreateSymbolicLink(folder.File("run", "link"), Path.GetDirectoryName(mine)!);
        FileLayer.DeleteFolder(folder.File("run"));
        Assert.False(Directory.Exists(folder.File("run")));
        Assert.Equal("years", File.ReadAllText(mine));
    }
}
