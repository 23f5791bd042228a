using SiteAdapt.Data;
using SiteAdapt.Imaging.Tests;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Cli.Tests;

/// <summary>Damaged and lying NIfTI files: a clear error each, exit code 1, and nothing is written.</summary>
public sealed class HostileFileTests : IDisposable
{
    static readonly NiftiFile Good = new();

    static readonly Dictionary<string, (byte[] Content, string[] Words)> Files = new()
    {
        ["empty.nii"] = ([], ["0 bytes"]),
        ["text.nii.gz"] = ("This is no image at all."u8.ToArray(), ["sizeof_hdr", "348", "DICOM"]),
        ["header-cut.nii"] = (Good.Single()[..200], ["200 of 348 bytes"]),
        ["wrong-magic.nii"] = ((Good with { Magic = "n+7" }).Single(), ["magic"]),
        ["negative-dim.nii"] = (Bare(Good with { Dim = [3, 4, -3, 2, 1, 1, 1, 1] }), ["dim[2]", "-3"]),
        ["zero-dim.nii"] = (Bare(Good with { Dim = [3, 4, 3, 0, 1, 1, 1, 1] }), ["dim[3]", "is 0"]),
        ["huge-dims.nii"] = (Bare(Good with { Dim = [3, 32767, 32767, 32767, 1, 1, 1, 1] }), ["32767x32767x32767"]),
        ["claims-gigabytes.nii"] = (Bare(Good with { Dim = [3, 1000, 1000, 1000, 1, 1, 1, 1] }), ["4000000352 bytes", "352 bytes"]),
        ["claims-gigabytes.nii.gz"] = (NiftiFile.Gzip(Bare(Good with { Dim = [3, 1000, 1000, 1000, 1, 1, 1, 1] })), ["4000000352 bytes"]),
        ["series.nii"] = (Bare(Good with { Dim = [4, 4, 3, 2, 30, 1, 1, 1] }), ["dim[4]", "30", "one volume"]),
        ["complex.nii"] = (Bare(Good with { DataType = 32 }), ["datatype", "complex64"]),
        ["nan-spacing.nii"] = ((Good with { PixDim = [1, double.NaN, 2, 3, 0, 0, 0, 0] }).Single(), ["pixdim[1]", "NaN"]),
        ["zero-spacing.nii"] = ((Good with { PixDim = [1, 1.5, 0, 3, 0, 0, 0, 0] }).Single(), ["pixdim[2]", "is 0"]),
        ["singular-affine.nii"] = ((Good with { Srow = [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0] }).Single(), ["srow_x"]),
        ["offset-past-end.nii"] = ((Good with { VoxOffset = 1e9 }).Single(), ["vox_offset", "1000000000"]),
        ["offset-in-header.nii"] = ((Good with { VoxOffset = 100 }).Single(), ["vox_offset", "100", "352"]),
        ["voxels-cut.nii"] = (Good.Single()[..^1], ["448 bytes", "447 bytes"]),
        ["gzip-cut.nii.gz"] = (NiftiFile.Gzip(Good.Single())[..^20], []),
        ["gzip-crc.nii.gz"] = (Damaged(NiftiFile.Gzip(Good.Single())), ["gzip"]),
        ["missing.nii.gz"] = ([], ["no such file"]),
    };

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Names() => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_not_score_a_hostile_file(string name)
    {
        Prepare(name);
        Run("score", "--reference", "good.nii", "--prediction", name).BeRefused([name, .. Files[name].Words]);
        Run("score", "--reference", name, "--prediction", "good.nii", "--json").BeRefused([name, .. Files[name].Words]);
    }

    [Fact]
    public void Should_not_predict_on_a_hostile_file()
    {
        folder.Write("tiny.yaml", "base: brain\nname: tiny\nspacing: 8\nwindow: 24\nnetwork:\n  width: 2\n");
        using (var network = NetworkFactory.Create(TaskSettings.Load(folder.File("tiny.yaml")), CPU, new RandomStream(1, "weights")))
            WeightsFile.Save(network, folder.File("w.safetensors"));
        foreach (string name in Files.Keys)
        {
            Prepare(name);
            string[] before = Everything();
            Run("predict", name, "--model", "w.safetensors", "--task", "tiny.yaml", "--threads", "1", "--out", "out/mask.nii.gz", "--probabilities", "out/p.nii").BeRefused([name, .. Files[name].Words]);
            Assert.Equal(before, Everything());
        }
    }

    [Fact]
    public void Should_look_at_all_headers_before_the_first_prediction()
    {
        folder.Write("tiny.yaml", "base: brain\nname: tiny\nspacing: 8\nwindow: 24\nnetwork:\n  width: 2\n");
        Prepare("negative-dim.nii");
        Run("predict", "good.nii", "negative-dim.nii", "--model", "none.safetensors", "--task", "tiny.yaml", "--out", "out").BeRefused("negative-dim.nii", "dim[2]");
        Assert.False(Directory.Exists(folder.File("out")));
    }

    void Prepare(string name)
    {
        folder.Write("good.nii", Good.Single());
        if (name != "missing.nii.gz") folder.Write(name, Files[name].Content);
    }

    string[] Everything() => [.. Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    static byte[] Bare(NiftiFile file) => [.. file.Header(), 0, 0, 0, 0];

    static byte[] Damaged(byte[] content)
    {
        content[^8] ^= 0x10;
        return content;
    }
}
