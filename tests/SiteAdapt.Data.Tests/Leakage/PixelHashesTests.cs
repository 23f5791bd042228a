using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class PixelHashesTests : IDisposable
{
    static readonly Grid Small = Grid.FromSpacing(new Size3(12, 10, 9), Spacing.Isotropic(1));
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    PreparedCache Cache() => new(folder.File("cache"));

    string[] Notes() => Directory.GetFiles(folder.File("cache", "contents"), "*.pixels");

    [Fact]
    public void Should_be_left_by_preparing_and_then_be_found_without_decoding()
    {
        Case source = TestCases.Write(folder, Small);
        string expected = PixelHash.Of(Nifti.Read(source.Image).Volume)!;
        Cache().Open(source, TaskPresets.Brain).Dispose();
        string note = Assert.Single(Notes());
        Assert.Equal($"{expected}\n", File.ReadAllText(note));
        File.WriteAllText(note, $"{new string('a', 64)}\n"); // what is remembered is taken
        Assert.Equal(new string('a', 64), Cache().Pixels.Of([source])[source.Image]);
        foreach (string damaged in (string[])["damaged", new('g', 64), new('a', 63), "a" + new string('g', 63)]) // and what cannot be is found anew
        {
            File.WriteAllText(note, damaged);
            Assert.Equal(expected, Cache().Pixels.Of([source])[source.Image]);
            Assert.Equal($"{expected}\n", File.ReadAllText(note));
        }
    }

    [Fact]
    public void Should_decode_what_was_not_prepared_and_report_each()
    {
        Case[] cases = [.. Enumerable.Range(0, 7).Select(i => TestCases.Write(folder, Small, $"c{i}", seed: i))];
        Cache().Open(cases[3], TaskPresets.Brain).Dispose();
        List<string> told = [];
        var hashes = Cache().Pixels.Of(cases, (done, total, name) => told.Add($"{done}/{total} {name}"));
        Assert.Equal(["2/7 c0", "3/7 c1", "4/7 c2", "5/7 c4", "6/7 c5", "7/7 c6"], told);
        Assert.Equal(7, hashes.Values.Distinct().Count());
        Assert.All(hashes.Values, Assert.NotNull);
        Assert.Equal(7, Notes().Length);
    }

    [Fact]
    public void Should_have_none_for_blank_missing_and_damaged_images()
    {
        Case blank = TestCases.Of("a", "blank") with { Image = folder.File("blank.nii") };
        Nifti.Write(blank.Image, new Volume(Small, new float[Small.Size.Count]));
        Case[] cases = [blank, TestCases.Of("a", "missing"), TestCases.Of("a", "damaged") with { Image = folder.Write("damaged.nii", "this is no image") }];
        for (int i = 0; i < 2; i++) Assert.All(Cache().Pixels.Of(cases).Values, Assert.Null);
        Assert.Equal("blank\n", File.ReadAllText(Assert.Single(Notes())));
    }

    [Fact]
    public void Should_come_with_prepared_images_and_survive_in_their_list()
    {
        byte[] first = PngFile.Grey8(20, 30, (x, y) => (byte)(31 * x + 7 * y)), same = PngFile.Grey16(20, 30, (x, y) => (ushort)(257 * (byte)(31 * x + 7 * y)));
        Case[] cases = [TestImages.Case(folder, "a", first), TestImages.Case(folder, "b", same), TestImages.Case(folder, "c", PngFile.Grey8(20, 30, (_, _) => 9))];
        for (int i = 0; i < 2; i++)
        {
            var images = new PreparedImages(folder.File("cache"), new Later()).Prepare(cases, TestImages.Task()).Images;
            Assert.Equal(images[0].Pixels, images[1].Pixels);
            Assert.Equal(64, images[0].Pixels!.Length);
            Assert.Null(images[2].Pixels);
        }
    }

    sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }
}
