using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class PreparedImagesTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddHours(1);
    }

    PreparedImages Cache(string name = "cache", bool skip = false, int parallelism = 2) =>
        new(folder.File(name), new LaterClock()) { SkipUnreadable = skip, Parallelism = parallelism };

    Case[] Cases(int count) =>
        [.. Enumerable.Range(0, count).Select(i => TestImages.Case(folder, $"x{i}", PngFile.Grey16(40 + i, 50, (x, y) => (ushort)(997 * i + 31 * x + 7 * y))))];

    static float[] Read(PreparedImage image)
    {
        float[] pixels = new float[image.Height * image.Width];
        image.ReadImage(0, pixels);
        return pixels;
    }

    string[] Entries(string cache = "cache") => Directory.GetFiles(folder.File(cache, "images"), "*.image", SearchOption.AllDirectories);

    [Fact]
    public void Should_give_a_16_bit_image_of_the_right_size_back_exactly()
    {
        Case source = TestImages.Case(folder, "x", PngFile.Grey16(32, 32, (x, y) => (ushort)(2000 * y + 63 * x + 11)));
        PreparedImage image = Assert.Single(Cache().Prepare([source], TestImages.Task()).Images);
        float[] expected = [.. Enumerable.Range(0, 32 * 32).Select(i => (2000 * (i / 32) + 63 * (i % 32) + 11) / 65535f)];
        Assert.Equal(expected, Read(image));
        Assert.Equal((1, 32, 32, 11 / 65535f), (image.SliceCount, image.Height, image.Width, image.FillValue(0)));
        Assert.Same(source, image.Case);
    }

    [Fact]
    public void Should_stretch_or_crop()
    {
        // White, with black margins of a third each side: cropped away, or squeezed
        Case source = TestImages.Case(folder, "x", PngFile.Grey8(96, 32, (x, _) => x is >= 32 and < 64 ? (byte)255 : (byte)0));
        TaskSettings crop = TestImages.Task() with { Aspect = ImageAspect.Crop };
        Assert.All(Read(Cache().Prepare([source], crop).Images[0]), value => Assert.Equal(1, value));
        Assert.Equal(1 / 3.0, Read(Cache().Prepare([source], TestImages.Task()).Images[0]).Average(), 0.001);
    }

    [Fact]
    public void Should_give_the_same_bytes_in_the_order_of_the_cases_however_many_work_at_once()
    {
        Case[] cases = Cases(24);
        PreparedImagePool one = Cache("one", parallelism: 1).Prepare(cases, TestImages.Task()), four = Cache("four", parallelism: 4).Prepare(cases, TestImages.Task());
        Assert.Equal(cases.Select(c => c.Id), four.Images.Select(i => i.Case.Id));
        Assert.Equal(one.Images.Select(Read), four.Images.Select(Read));
        Assert.Equal(Contents("one"), Contents("four"));

        (string, string)[] Contents(string cache) =>
            [.. Entries(cache).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file))))];
    }

    [Fact]
    public void Should_prepare_an_image_once_and_not_read_it_again()
    {
        Case[] cases = Cases(3);
        float[][] first = [.. Cache().Prepare(cases, TestImages.Task()).Images.Select(Read)];
        DateTime[] written = [.. Entries().Order(StringComparer.Ordinal).Select(File.GetLastWriteTimeUtc)];
        // The content is another one, which nobody can see who does not read it
        DateTime changed = File.GetLastWriteTimeUtc(cases[0].Image);
        File.WriteAllBytes(cases[0].Image, new byte[new FileInfo(cases[0].Image).Length]);
        File.SetLastWriteTimeUtc(cases[0].Image, changed);
        Assert.Equal(first, Cache().Prepare(cases, TestImages.Task()).Images.Select(Read));
        Assert.Equal(written, Entries().Order(StringComparer.Ordinal).Select(File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void Should_make_another_entry_for_another_content_or_window_and_the_same_for_other_findings()
    {
        Case[] cases = Cases(1);
        Cache().Prepare(cases, TestImages.Task());
        Cache().Prepare(cases, TestImages.Task() with { Name = "other", Findings = ["Edema"], Channels = 3, Uncertain = UncertainPolicy.Ones });
        Assert.Single(Entries());
        Cache().Prepare(cases, TestImages.Task(64));
        Assert.Equal(2, Entries().Length);
        File.WriteAllBytes(cases[0].Image, PngFile.Grey8(33, 33, (x, y) => (byte)(x + y)));
        Assert.Equal(8 / 255f, Read(Cache().Prepare(cases, TestImages.Task(64)).Images[0]).Max() - 56 / 255f, 0.0001);
        Assert.Equal(3, Entries().Length);
    }

    [Theory]
    [InlineData("x2")]
    [InlineData("missing")]
    public void Should_name_every_image_that_cannot_be_read_or_skip_and_count_it(string second)
    {
        Case[] cases = Cases(3);
        File.WriteAllText(cases[1].Image, "no image");
        cases[2] = cases[2] with { Image = folder.File(second + ".png") };
        File.WriteAllBytes(folder.File("x2.png"), []);
        string message = Assert.Throws<InputException>(() => Cache().Prepare(cases, TestImages.Task())).Message;
        Assert.Contains("2 faults", message);
        Assert.Contains($"{cases[1].Image} (case 'x1' of site 'a'): this is neither PNG nor JPEG", message);
        Assert.Contains($"{cases[2].Image} (case 'x2' of site 'a'): {(second == "x2" ? "the file is empty" : "the file cannot be read")}", message);
        Assert.Contains("leave them out of the manifest, or use --skip-unreadable", message);
        PreparedImagePool pool = Cache(skip: true).Prepare(cases, TestImages.Task());
        Assert.Equal(["x0"], pool.Images.Select(i => i.Case.Id));
        Assert.Equal(["x1", "x2"], pool.Unreadable.Select(u => u.Case.Id));
    }

    [Fact]
    public void Should_make_a_damaged_or_missing_entry_again()
    {
        Case[] cases = Cases(1);
        PreparedImage image = Cache().Prepare(cases, TestImages.Task()).Images[0];
        float[] expected = Read(image);
        string entry = Assert.Single(Entries());
        byte[] good = File.ReadAllBytes(entry);
        for (int at = 0; at < good.Length; at += 331)
        {
            byte[] bad = [.. good];
            bad[at] ^= 1;
            File.WriteAllBytes(entry, bad);
            Assert.Equal(expected, Read(Cache().Prepare(cases, TestImages.Task()).Images[0]));
        }
        File.WriteAllBytes(entry, []);
        Assert.Equal(expected, Read(image));
        File.Delete(entry);
        Assert.Equal(expected, Read(image));
        Assert.Equal(good, File.ReadAllBytes(entry));
        File.Delete(entry);
        File.WriteAllText(cases[0].Image, "gone");
        Assert.Contains("has changed since it was prepared", Assert.Throws<InputException>(() => Read(image)).Message);
    }

    [Fact]
    public void Should_stop_when_asked_and_keep_what_is_ready()
    {
        Case[] cases = Cases(20);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Cache(parallelism: 1).Prepare(cases, TestImages.Task(), (done, _, _) =>
        {
            if (done == 3) stop.Cancel();
        }, stop.Token));
        Assert.Equal(3, Entries().Length);
        Assert.Throws<InvalidTimeZoneException>(() => Cache().Prepare(cases, TestImages.Task(), (_, _, _) => throw new InvalidTimeZoneException()));
        var seen = new List<(int, int)>();
        Cache().Prepare(cases, TestImages.Task(), (done, total, _) => seen.Add((done, total)));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (i, 20)), seen);
    }

    [Fact]
    public void Should_hold_no_file_open()
    {
        if (!Directory.Exists("/proc/self/fd")) return;
        IReadOnlyList<PreparedImage> images = Cache().Prepare(Cases(50), TestImages.Task()).Images;
        foreach (PreparedImage image in images) Read(image);
        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd"), fd => File.ResolveLinkTarget(fd, false)?.FullName.StartsWith(folder.Path, StringComparison.Ordinal) == true);
        Assert.DoesNotContain(folder.Path, File.ReadAllText("/proc/self/maps"));
    }

    [Fact]
    public void Should_read_the_index_of_contents_again_and_survive_its_damage()
    {
        Case[] cases = Cases(2);
        Cache().Prepare(cases, TestImages.Task());
        string index = folder.File("cache", "images", "contents.txt"), text = File.ReadAllText(index);
        Assert.Equal(3, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (string damaged in new[] { text + "\n\n1 2 3\n", "", "nonsense", text[..^30], text.Replace(" ", "  ") })
        {
            File.WriteAllText(index, damaged);
            Assert.Equal(2, Cache().Prepare(cases, TestImages.Task()).Images.Count);
        }
        Assert.Equal(text, File.ReadAllText(index));
    }
}
