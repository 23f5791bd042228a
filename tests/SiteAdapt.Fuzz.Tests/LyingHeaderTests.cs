using System.Text;
using SiteAdapt.Imaging;
using SiteAdapt.Imaging.Tests;

namespace SiteAdapt.Fuzz.Tests;

/// <summary>Small files that claim much, or that stand for much: refused before memory is taken, the tensor library's and the image library's included.</summary>
public sealed class LyingHeaderTests : IDisposable
{
    const long Allowance = 64 << 20;
    readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    static readonly Dictionary<string, (string Target, Func<byte[]> File, string Words)> Files = new()
    {
        ["30000^3 voxels in 352 bytes"] = ("nifti", () => Bare(Huge), "at most"),
        ["1000^3 voxels in 352 bytes"] = ("nifti", () => Bare(Large), "4000000352 bytes"),
        ["1000^3 voxels in a gzip file"] = ("nifti-gz", () => NiftiFile.Gzip(Bare(Large)), "compressed file"),
        ["256^3 voxels in a gzip file of 70 kB"] = ("nifti-gz", () => NiftiFile.Gzip([.. Bare(new NiftiFile { DataType = 2, Dim = [3, 256, 256, 256, 1, 1, 1, 1] }), .. Noise(70_000)]), "holds 7"),
        ["60000 x 60000 pixels"] = ("png-mended", () => Png(60000, 60000, 8), "60000 x 60000"),
        ["8000 x 8000 pixels of 16 bits, four channels"] = ("png-mended", () => Png(8000, 8000, 16), "8000 x 8000"),
        ["a JPEG of 65000 x 65000 pixels"] = ("jpeg", () => Jpeg(65000, 65000), "65000 x 65000"),
        ["a JPEG of 8000 x 8000 pixels"] = ("jpeg", () => Jpeg(8000, 8000), "8000 x 8000"),
        ["a header of 2^60 bytes"] = ("safetensors", () => [.. BitConverter.GetBytes(1L << 60), .. "{}"u8], "1152921504606846976"),
        ["a tensor of 2^60 bytes"] = ("safetensors-header", () => Text("""{"a":{"dtype":"U8","shape":[1152921504606846976],"data_offsets":[0,1152921504606846976]}}"""), "bytes of tensors"),
        ["a tensor of no elements with endless strides"] = ("optimizer-state", () => Text("""{"__metadata__":{"optimizer":"adam"},"a:b":{"dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}"""), "no file can hold"),
        ["a shape of a million axes"] = ("safetensors-header", () => Text("""{"a":{"dtype":"U8","shape":[""" + string.Join(',', Enumerable.Repeat("1", 1_000_000)) + """],"data_offsets":[0,1]}} """), "more than 64 numbers"),
        ["a table of 65,000 columns"] = ("manifest", () => Text("cases,subject,site,image,label" + new string(',', 65_000)), "'' stands there 65000 times"),
        ["a billion laughs"] = ("study", () => Text(string.Concat(Enumerable.Range(0, 30).Select(i => $"a{i}: &a{i} [{(i == 0 ? "x" : $"*a{i - 1}, *a{i - 1}")}]\n")) + "? [*a29]\n: 1\n"), "'&a0'"),
        ["brackets in brackets"] = ("task", () => Text("name: " + new string('[', 60_000)), "levels deep"),
        ["mappings in mappings"] = ("study", () => Text(string.Concat(Enumerable.Range(0, 300).Select(i => new string(' ', i) + "a:\n"))), "levels deep"),
        ["lists as keys of lists as keys"] = ("task", () => Text("? [? [a]\n"), "a key is a list"),
        ["JSON in JSON"] = ("scores", () => Text(new string('[', 60_000)), "cannot be read"),
    };

    static NiftiFile Huge => new() { Version = 2, Dim = [3, 30000, 30000, 30000, 1, 1, 1, 1] };

    static NiftiFile Large => new() { Dim = [3, 1000, 1000, 1000, 1, 1, 1, 1] };

    public static TheoryData<string> Claims() => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Claims))]
    public void Should_be_refused_without_taking_the_memory(string claim)
    {
        var (name, file, words) = Files[claim];
        var target = Targets.Find(name);
        foreach (byte[] input in target.Corpus.Value) Verdict.Of(target, scratch.File(target.FileName), target.Seal(input)); // libraries are loaded
        byte[] lie = target.Seal(file());
        string path = scratch.File(target.FileName);
        Assert.Null(Verdict.Of(target, path, lie));
        long before = PeakBytes(reset: true);
        Assert.Contains(words, Assert.Throws<InputException>(() => target.Parse(path)).Message, StringComparison.Ordinal);
        Assert.InRange(PeakBytes(reset: false) - before, 0, Allowance + 2L * lie.Length);
    }

    /// <summary>Largest resident memory of the process, where the system tells it.</summary>
    static long PeakBytes(bool reset)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        try
        {
            if (reset) File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (IOException)
        {
            // Not allowed here: the peak so far is a weaker start.
        }
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture);
    }

    static byte[] Bare(NiftiFile file) => [.. file.Header(), 0, 0, 0, 0];

    static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    static byte[] Noise(int count)
    {
        var random = new Data.RandomStream(1, "noise");
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextInt(256))];
    }

    static byte[] Png(int width, int height, byte depth) => PngFile.Of(width, height, depth, PngFile.Rgba, [0, 0, 0, 0]);

    /// <summary>A good file that says another size.</summary>
    static byte[] Jpeg(int width, int height)
    {
        byte[] file = [.. Targets.Find("jpeg").Corpus.Value[1]];
        int frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]); // the frame of a progressive file
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = ((byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width);
        return file;
    }
}
