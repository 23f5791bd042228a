using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class PreparedCacheTests : IDisposable
{
    static readonly Grid Small = Grid.FromSpacing(new Size3(12, 10, 9), Spacing.Isotropic(1));
    static readonly TaskSettings Task = TaskPresets.Brain with { Structures = [Structure.AnyPositive("all"), new("right", [2])] };

    readonly TemporaryFolder folder = new();
    readonly PreparedCache cache;
    int prepared;

    public PreparedCacheTests() => cache = Cache();

    public void Dispose() => folder.Dispose();

    PreparedCache Cache(TimeProvider? clock = null) => new(folder.File("cache"), (c, task) =>
    {
        Interlocked.Increment(ref prepared);
        return CasePreparation.Prepare(c, task);
    }, clock ?? new LaterClock());

    /// <summary>Files that a test has just written count as at rest.</summary>
    sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }

    [Fact]
    public void Should_read_what_was_prepared()
    {
        Case source = TestCases.Write(folder, Small);
        PreparedVolume expected = CasePreparation.Prepare(source, Task);
        using PreparedCase c = cache.Open(source, Task);
        Assert.Equal((9, 12, 10, true), (c.SliceCount, c.Height, c.Width, c.HasLabel));
        Assert.Equal(expected.Geometry, c.Geometry);
        float[] image = new float[120];
        byte[] label = new byte[120];
        for (int s = 0; s < c.SliceCount; s++)
        {
            c.ReadImage(s, image);
            c.ReadLabel(s, label);
            Assert.Equal(expected.Image.Skip(120 * s).Take(120).Select(v => (float)(Half)v), image);
            Assert.Equal(expected.Label!.Skip(120 * s).Take(120), label);
            Assert.Equal(image.Min(), c.FillValue(s));
            Assert.Equal(label.Aggregate((a, b) => (byte)(a | b)), c.StructuresIn(s));
        }
        Mask right = c.ReadMask(1);
        Assert.Equal(expected.Geometry.FromSlices(expected.Label!).Select(b => (byte)(b >> 1)), right.Voxels);
        Assert.Equal(Enumerable.Range(0, 9).Where(s => (c.StructuresIn(s) & 2) != 0), c.SlicesWith(1));
        Assert.Equal(0, Partials());

        int Partials() => Directory.GetFiles(cache.Folder, "*" + AtomicFile.PartialSuffix, SearchOption.AllDirectories).Length;
    }

    [Fact]
    public void Should_prepare_once_and_again_for_changed_content_or_settings()
    {
        Case source = TestCases.Write(folder, Small);
        cache.Open(source, Task).Dispose();
        cache.Open(source, Task).Dispose();
        Cache().Open(source, Task with { Name = "other", Window = 64 }).Dispose();
        Assert.Equal(1, prepared);
        cache.Open(source, Task with { Spacing = Spacing.Isotropic(2) }).Dispose();
        Assert.Equal(2, prepared);
        TestCases.Write(folder, Small, seed: 2);
        cache.Open(source, Task).Dispose();
        Assert.Equal(3, prepared);
        cache.Open(source with { Label = null }, Task).Dispose();
        Assert.Equal(4, prepared);
    }

    [Fact]
    public void Should_notice_new_content_with_the_same_length_and_time()
    {
        string path = folder.Write("a.nii.gz", new string('a', 20000));
        var hashes = new ContentHashes(folder.File("hashes"), new LaterClock());
        string first = hashes.Of(path);
        Assert.Equal(first, hashes.Of(path));
        DateTime time = File.GetLastWriteTimeUtc(path);
        folder.Write("a.nii.gz", new string('a', 19999) + "b");
        File.SetLastWriteTimeUtc(path, time);
        Assert.NotEqual(first, hashes.Of(path));
    }

    [Fact]
    public void Should_not_remember_a_file_that_has_just_changed()
    {
        string path = folder.Write("a.nii", "content");
        new ContentHashes(folder.File("hashes")).Of(path);
        Assert.False(Directory.Exists(folder.File("hashes")));
        new ContentHashes(folder.File("hashes"), new LaterClock()).Of(path);
        Assert.Single(Directory.GetFiles(folder.File("hashes")));
    }

    [Fact]
    public void Should_hash_both_files_of_a_pair()
    {
        string header = folder.Write("a.hdr", "header"), image = folder.Write("a.img", "voxels");
        var hashes = new ContentHashes(folder.File("hashes"));
        string before = hashes.Of(image);
        Assert.Equal(before, hashes.Of(header));
        folder.Write("a.hdr", "another");
        Assert.NotEqual(before, hashes.Of(image));
    }

    [Fact]
    public void Should_rebuild_an_entry_that_is_damaged_anywhere()
    {
        Case source = TestCases.Write(folder, Small);
        cache.Open(source, Task).Dispose();
        string path = cache.PathOf(source, Task);
        byte[] good = File.ReadAllBytes(path);
        int step = Math.Max(1, good.Length / 50), damages = 0;
        foreach (int at in Enumerable.Range(0, 32).Concat(Enumerable.Range(0, good.Length / step).Select(i => i * step)).Append(good.Length - 1))
        {
            byte[] bad = [.. good];
            bad[at] ^= 1;
            File.WriteAllBytes(path, bad);
            cache.Open(source, Task).Dispose();
            Assert.Equal(good, File.ReadAllBytes(path));
            Assert.Equal(1 + ++damages, prepared);
        }
    }

    [Fact]
    public void Should_rebuild_an_entry_that_is_cut_short_or_too_long()
    {
        Case source = TestCases.Write(folder, Small);
        cache.Open(source, Task).Dispose();
        string path = cache.PathOf(source, Task);
        byte[] good = File.ReadAllBytes(path);
        foreach (byte[] bad in new byte[][] { [], good[..1], good[..24], good[..31], good[..(good.Length / 2)], good[..^1], [.. good, 0], new byte[good.Length] })
        {
            File.WriteAllBytes(path, bad);
            cache.Open(source, Task).Dispose();
            Assert.Equal(good, File.ReadAllBytes(path));
        }
        Assert.Equal(9, prepared);
    }

    [Fact]
    public void Should_let_several_build_and_read_at_once()
    {
        Case source = TestCases.Write(folder, Small);
        float[] expected = [.. CasePreparation.Prepare(source, Task).Image.Select(v => (float)(Half)v)];
        // A cache of its own each, as two processes have: their locks are not shared. By the true clock, for which no half-written file here is old enough to be cleaned away
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using PreparedCase c = Cache(TimeProvider.System).Open(source, Task);
            Parallel.For(0, c.SliceCount * 20, i =>
            {
                float[] slice = new float[c.Height * c.Width];
                c.ReadImage(i % c.SliceCount, slice);
                int start = i % c.SliceCount * slice.Length;
                Assert.Equal(expected[start..(start + slice.Length)], slice);
            });
        });
        Assert.Single(Directory.GetFiles(cache.Folder));
    }

    [Fact]
    public void Should_build_once_for_several_threads_of_one_cache()
    {
        Case source = TestCases.Write(folder, Small);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => cache.Open(source, Task).Dispose());
        Assert.Equal(1, prepared);
    }

    [Fact]
    public void Should_keep_an_open_case_readable_while_its_entry_is_replaced_or_deleted()
    {
        Case source = TestCases.Write(folder, Small);
        using PreparedCase c = cache.Open(source, Task);
        float[] before = new float[120], after = new float[120];
        c.ReadImage(4, before);
        File.Delete(cache.PathOf(source, Task));
        cache.Open(source, Task).Dispose();
        c.ReadImage(4, after);
        Assert.Equal(before, after);
        c.Dispose();
        Assert.Throws<ObjectDisposedException>(() => c.ReadImage(4, after));
    }

    [Theory]
    [InlineData(0.9, false)] // the labels are gone
    [InlineData(0.3, true)]
    [InlineData(0.0, true)]
    public void Should_name_file_and_case_where_an_open_entry_is_cut_short(double kept, bool imageIsGone)
    {
        Case source = TestCases.Write(folder, Small);
        using PreparedCase c = cache.Open(source, Task);
        string path = cache.PathOf(source, Task);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength((long)(kept * file.Length));
        float[] image = new float[120];
        List<Action> reads = [() => c.ReadLabel(8, new byte[120]), () => c.ReadMask(0)];
        if (imageIsGone) reads.Add(() => c.ReadImage(8, image));
        else c.ReadImage(8, image);
        foreach (Action read in reads)
        {
            string message = Assert.Throws<InputException>(read).Message;
            foreach (string word in (string[])[path, "case 'case1' of site 'site'", "ends at byte", "delete the file"]) Assert.Contains(word, message, StringComparison.Ordinal);
        }
        cache.Open(source, Task).Dispose(); // the advice holds: it is made again
        Assert.Equal(2, prepared);
    }

    [Fact]
    public void Should_serve_entries_where_hashes_cannot_be_remembered()
    {
        Case source = TestCases.Write(folder, Small);
        cache.Open(source, Task).Dispose();
        string notes = folder.File("cache", "contents");
        Directory.Delete(notes, recursive: true);
        // A file where the folder of remembered hashes should be: nothing can be remembered, whoever runs the test
        File.WriteAllText(notes, "");
        cache.Open(source, Task).Dispose();
        Assert.Equal(1, prepared);
    }

    [Fact]
    public void Should_say_which_case_has_no_label_or_no_file()
    {
        Case source = TestCases.Write(folder, Small);
        using PreparedCase c = cache.Open(source with { Label = null }, Task);
        Assert.Contains("case 'case1' of site 'site' has no label", Assert.Throws<InputException>(() => c.ReadMask(0)).Message);
        Assert.Equal(0, c.StructuresIn(4));
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => cache.Open(source with { Image = folder.File("gone.nii") }, Task)).Message);
    }
}
