using System.IO.Compression;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>Bundles come back as they were, say when they were changed, and never write outside their folder.</summary>
public sealed class ModelBundleTests : IDisposable
{
    readonly TinySites sites = new(sites: 1, subjects: 5);

    public void Dispose() => sites.Dispose();

    string Bundle => sites.File("model.zip");

    void Write(bool withSubjects = false)
    {
        if (!Directory.Exists(sites.File("source"))) sites.Pretrain("source");
        var (record, checkpoint) = RunFolder.OpenFinished(sites.File("source"));
        ModelBundle.Write(Bundle, record, checkpoint, withSubjects, CPU);
    }

    /// <summary>The same bundle with one entry changed, its line in the list of sums too where <paramref name="mendSums"/> says so.</summary>
    void Change(string entry, Func<byte[], byte[]> change, bool mendSums)
    {
        using var zip = ZipFile.Open(Bundle, ZipArchiveMode.Update);
        byte[] before = Read(zip, entry), after = change(before);
        Replace(zip, entry, after);
        if (!mendSums) return;
        string sums = System.Text.Encoding.UTF8.GetString(Read(zip, BundleZip.Sums));
        Replace(zip, BundleZip.Sums, System.Text.Encoding.UTF8.GetBytes(sums.Replace(Sha256(before), Sha256(after), StringComparison.Ordinal)));
    }

    static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    static byte[] Read(ZipArchive zip, string entry)
    {
        using var stream = zip.GetEntry(entry)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    static void Replace(ZipArchive zip, string entry, byte[] content)
    {
        zip.GetEntry(entry)?.Delete();
        using var stream = zip.CreateEntry(entry).Open();
        stream.Write(content);
    }

    string Refused() => Assert.Throws<InputException>(() => ModelBundle.Verify(Bundle, CPU)).Message;

    [Fact]
    public void Should_come_back_as_a_run_folder_with_the_same_weights_and_memory()
    {
        Write();
        Directory.CreateDirectory(sites.File("back.partial", "mine"));
        var check = ModelBundle.Unpack(Bundle, sites.File("back"), CPU);
        Assert.True(Directory.Exists(sites.File("back.partial", "mine")));
        Assert.Single(Directory.EnumerateDirectories(sites.File("."), "back*.partial"));
        Assert.Equal(0, check.LargestDifference);
        foreach (string file in new[] { Checkpoint.Model, Checkpoint.OptimizerFile })
            Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("source", file)), File.ReadAllBytes(sites.CheckpointFile("back", file)));
        var (before, after) = (RunFolder.OpenFinished(sites.File("source")), RunFolder.OpenFinished(sites.File("back")));
        Assert.Equal(before.Record.Task, after.Record.Task);
        Assert.Equal(before.Record.Data.Sites, after.Record.Data.Sites);
        Assert.Equal(before.Checkpoint.State.History, after.Checkpoint.State.History);
        Assert.Contains("# Model card: tiny", File.ReadAllText(sites.File("back", "card.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_give_the_same_bytes_to_the_same_run()
    {
        Write();
        byte[] first = File.ReadAllBytes(Bundle);
        Write();
        Assert.Equal(first, File.ReadAllBytes(Bundle));
    }

    [Fact]
    public void Should_withhold_names_of_subjects_and_folders_unless_told()
    {
        Write();
        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Bundle));
        var record = RunFolder.OpenFinished(sites.File("source")).Record;
        Assert.All(record.Data.Cases.Select(item => $"\"{item.Subject}\"").Append(Path.GetDirectoryName(sites.ManifestPath)!), name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
        var kept = ModelBundle.Verify(Bundle, CPU).Record;
        Assert.True(kept.HasUnknownSubjects);
        Assert.Equal(record.Data.Cases.Select(item => item.Slices), kept.Data.Cases.Select(item => item.Slices));

        Write(withSubjects: true);
        Assert.Equal(record.Data.Cases, ModelBundle.Verify(Bundle, CPU).Record.Data.Cases);
        Assert.False(ModelBundle.Verify(Bundle, CPU).Record.HasUnknownSubjects);
    }

    /// <summary>Adapted to b, then to c with b mixed in as source: each case once, with names and without.</summary>
    [Fact]
    public void Should_count_a_case_once_that_was_target_and_source()
    {
        if (!Directory.Exists(sites.File("source"))) sites.Pretrain("source");
        var (plain, checkpoint) = RunFolder.OpenFinished(sites.File("source"));
        TrainingCase Trained(string role, string site, string id, int slices, string? content = null) => new(role, site, id, $"of {id}", slices, content);
        var record = plain with
        {
            Data = plain.Data with { Sites = ["c"], Cases = [Trained("target", "c", "c1", 5), Trained("source", "b", "b2", 7, "labels"), Trained("source", "b", "b1", 9)] },
            Source = new SourceRecord("runs/b", ["b"], "", [Trained("target", "b", "b1", 3), Trained("target", "b", "b2", 7), Trained("source", "a", "a1", 4)]),
        };
        foreach (var kept in new[] { record, BundleRecord.WithoutSubjects(record) })
        {
            string card = ModelCard.Of(kept, checkpoint.State, "");
            foreach (string line in new[] { "c: 1 subjects, 1 cases, 5 slices", "b: 2 subjects, 2 cases, 16 slices", "a: 1 subjects, 1 cases, 4 slices" }) Assert.Contains("- **Trained on** " + line, card, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("run/run.json")]
    [InlineData("test/scan.nii.gz")]
    [InlineData("card.md")]
    public void Should_notice_a_changed_byte(string entry)
    {
        Write();
        Change(entry, bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)], mendSums: false);
        string message = Refused();
        Assert.Contains(entry, message, StringComparison.Ordinal);
        Assert.Contains("changed or damaged", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_notice_a_model_that_predicts_something_else()
    {
        Write();
        Change("test/expected.safetensors", bytes =>
        {
            byte[] changed = [.. bytes];
            BitConverter.TryWriteBytes(changed.AsSpan(changed.Length - 4), BitConverter.ToSingle(changed, changed.Length - 4) + 0.001f);
            return changed;
        }, mendSums: true);
        Assert.Contains("differs by 0.001", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../escaped.txt")]
    [InlineData("run/../../escaped.txt")]
    [InlineData("/escaped.txt")]
    [InlineData("run\\escaped.txt")]
    [InlineData("C:escaped.txt")]
    [InlineData(".hidden")]
    public void Should_refuse_names_that_leave_the_folder(string name)
    {
        Write();
        using (var zip = ZipFile.Open(Bundle, ZipArchiveMode.Update)) Replace(zip, name, [1]);
        Assert.Contains($"entry '{name}'", Refused(), StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ModelBundle.Unpack(Bundle, sites.File("back"), CPU));
        Assert.False(Directory.Exists(sites.File("back")));
        Assert.False(File.Exists(sites.File("escaped.txt")));
    }

    [Fact]
    public void Should_not_unpack_what_stands_for_many_times_its_size()
    {
        Write();
        using (var zip = ZipFile.Open(Bundle, ZipArchiveMode.Update)) Replace(zip, "zeros.bin", new byte[(70 << 20) + (int)(2 * new FileInfo(Bundle).Length)]);
        Assert.Contains("of 'zeros.bin'. Do not trust this file", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_notice_files_that_are_missing_or_too_many()
    {
        Write();
        using (var zip = ZipFile.Open(Bundle, ZipArchiveMode.Update)) Replace(zip, "more.txt", [1]);
        Assert.Contains("no line for 'more.txt'", Refused(), StringComparison.Ordinal);
        Write();
        using (var zip = ZipFile.Open(Bundle, ZipArchiveMode.Update)) zip.GetEntry("card.md")!.Delete();
        Assert.Contains("'card.md' is missing", Refused(), StringComparison.Ordinal);
        File.WriteAllText(Bundle, "no zip");
        Assert.Contains("not a zip file", Refused(), StringComparison.Ordinal);
        File.Delete(Bundle);
        Assert.Contains("there is no file", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_unpack_over_other_files()
    {
        Write();
        Directory.CreateDirectory(sites.File("back"));
        File.WriteAllText(sites.File("back", "mine.txt"), "");
        Assert.Contains("not empty", Assert.Throws<InputException>(() => ModelBundle.Unpack(Bundle, sites.File("back"), CPU)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_carry_a_classifier()
    {
        using var images = new TinyImages();
        var (record, checkpoint) = RunFolder.OpenFinished(images.Pretrain("source"));
        ModelBundle.Write(Bundle, record, checkpoint, withSubjects: false, CPU);
        var check = ModelBundle.Verify(Bundle, CPU);
        Assert.Equal(0, check.LargestDifference);
        Assert.Contains("findings of radiographs: x, y", check.Card, StringComparison.Ordinal);
    }
}
