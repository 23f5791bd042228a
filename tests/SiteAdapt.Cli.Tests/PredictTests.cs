using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Imaging.Tests;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>predict</c>: masks on the input's own grid, however the scan is stored.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class PredictTests(SimulatedSites sites)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_give_the_same_mask_in_the_world_for_each_of_the_48_orders(bool oblique)
    {
        string folder = sites.NewFolder($"turned-{oblique}");
        var volume = Nifti.Read(sites.Images("site2").First()).Volume;
        if (oblique) volume = new Volume(volume.Grid with { Affine = TurnedGrids.Oblique(1, 2, 3, 25, volume.Grid.Spacing) }, volume.Voxels);
        int count = 0;
        foreach (var (axes, flips) in TurnedGrids.All()) Nifti.Write(Path.Combine(folder, $"{count++:00}.nii"), TurnedGrids.Store(volume, axes, flips));

        var written = sites.Run(["predict", .. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal), "--run", "source", "--out", $"{folder}/masks", "--threads", "1", "--json"]).Succeed();
        Assert.Equal(48, written.Json.GetArrayLength());
        Mask? first = null;
        for (int k = 0; k < count; k++)
        {
            var image = Nifti.ReadHeader(Path.Combine(folder, $"{k:00}.nii"));
            var file = Nifti.Read(Path.Combine(folder, "masks", $"{k:00}_mask.nii.gz"));
            Assert.Equal(image.Grid, file.Volume.Grid);
            var mask = Orientation.ToCanonical(new Mask(file.Volume.Grid, Array.ConvertAll(file.Volume.Voxels, value => (byte)value))).Mask;
            first ??= mask;
            Assert.True(GridComparison.Compare(first.Grid, mask.Grid).Same);
            Assert.Equal(first.Voxels, mask.Voxels);
        }
        Assert.InRange(first!.Count, first.Voxels.Length / 100, first.Voxels.Length * 99L / 100);
    }

    [Fact]
    public void Should_predict_with_weights_from_a_file_as_the_library_does()
    {
        var task = TaskSettings.Load("brain");
        var file = Scan(1, 1, 1, 26, 21, 6);
        string folder = sites.NewFolder("foreign");
        File.WriteAllBytes(Path.Combine(folder, "scan.nii"), file.Single());
        using var network = NetworkFactory.Create(task, CPU, new RandomStream(5, "weights"));
        WeightsFile.Save(network, Path.Combine(folder, "unet.safetensors"));

        SiteAdaptProcess.Run(folder, "predict", "scan.nii", "--model", "unet.safetensors", "--task", "brain", "--out", "mask.nii", "--probabilities", "p.nii.gz", "--threads", "1").Succeed();
        var expected = Assert.Single(new NativePrediction(network, task, CPU).Probabilities(Nifti.Read(Path.Combine(folder, "scan.nii")).Volume, "scan"));
        var probabilities = Nifti.Read(Path.Combine(folder, "p.nii.gz"));
        Assert.Equal(NiftiDataType.Float32, probabilities.Header.DataType);
        Assert.Equal(expected.Voxels, probabilities.Volume.Voxels);
        Assert.True(expected.Voxels.Distinct().Count() > 100);
        Assert.Equal(Array.ConvertAll(expected.Voxels, value => value > 0.5f ? 1f : 0f), Nifti.Read(Path.Combine(folder, "mask.nii")).Volume.Voxels);
        SiteAdaptProcess.Run(folder, "predict", "scan.nii", "--model", "unet.safetensors", "--task", sites.File("tiny.yaml"), "--out", "no.nii", "--threads", "1")
            .BeRefused("unet.safetensors does not fit", "init_path.0.weight has shape [16, 1, 3, 3], expected [2, 1, 3, 3]", "same width");
    }

    [Fact]
    public void Should_predict_in_bf16_nearly_the_same()
    {
        string folder = sites.NewFolder("bf16"), scan = sites.Images("site2").First();
        float[] Probabilities(string precision)
        {
            string file = Path.Combine(folder, $"{precision}.nii");
            sites.Run("predict", scan, "--run", "source", "--out", Path.Combine(folder, $"{precision}_mask.nii"), "--probabilities", file, "--precision", precision, "--threads", "1").Succeed();
            return Nifti.Read(file).Volume.Voxels;
        }
        float[] full = Probabilities("float32"), half = Probabilities("bf16");
        Assert.InRange(full.Zip(half, (a, b) => Math.Abs(a - b)).Average(), 1e-7f, 0.01f); // another precision, and the same network
        Assert.Equal("bf16", sites.Run("predict", scan, "--run", "source", "--out", Path.Combine(folder, "again.nii"), "--precision", "bf16", "--threads", "1", "--json").Succeed().Json[0].GetProperty("precision").GetString());
        sites.Run("predict", scan, "--run", "source", "--out", Path.Combine(folder, "no.nii"), "--precision", "half").BeRefused("--precision", "float32", "bf16");
        sites.Run("evaluate", "--run", "source", "--data", "heads/manifest.csv", "--site", "site2", "--precision", "bf16", "--out", "no.json").BeRefused("--out, --precision", "float32");
        Assert.False(File.Exists(sites.File("no.json")));
    }

    [Fact]
    public void Should_keep_the_input_s_codes_units_and_affine()
    {
        string folder = sites.NewFolder("codes");
        var file = Scan(6, 7, 8, 12, 11, 10) with { QformCode = 1, SformCode = 4, Units = 10, Quaternion = [0, 0, 0, -10, -20, -30] };
        File.WriteAllBytes(Path.Combine(folder, "scan.nii"), file.Single());
        sites.Run("predict", $"{folder}/scan.nii", "--run", "source", "--out", $"{folder}/out", "--probabilities", $"{folder}/out", "--threads", "1").Succeed();
        var image = Nifti.ReadHeader(Path.Combine(folder, "scan.nii"));
        foreach (string name in (string[])["scan_mask.nii.gz", "scan_probability.nii.gz"])
        {
            var header = Nifti.ReadHeader(Path.Combine(folder, "out", name));
            Assert.Equal((image.SformCode, image.QformCode, image.XyztUnits), (header.SformCode, header.QformCode, header.XyztUnits));
            Assert.Equal((4, 1, 10), (header.SformCode, header.QformCode, header.XyztUnits));
            Assert.Equal(image.Sform, header.Sform);
            Assert.Equal(image.Qform, header.Qform);
            Assert.Equal(image.Grid, header.Grid);
        }
    }

    [Fact]
    public void Should_never_write_over_an_input_or_two_results_into_one_file()
    {
        string folder = sites.NewFolder("overwriting"), scan = Path.Combine(folder, "scan.nii.gz"), mask = Path.Combine(folder, "scan_mask.nii.gz");
        byte[] content = NiftiFile.Gzip(Scan(8, 8, 8, 9, 9, 9).Single());
        File.WriteAllBytes(scan, content);
        File.WriteAllBytes(mask, content);
        Predict(scan, "--out", scan).BeRefused("--out", "overwrite the image", "scan.nii.gz");
        Predict(scan, "--out", Path.Combine(folder, "m.nii"), "--probabilities", scan).BeRefused("--probabilities", "overwrite the image");
        Predict(scan, mask, "--out", folder).BeRefused("--out", "overwrite the image", "scan_mask.nii.gz");
        Predict(scan, mask, "--out", Path.Combine(folder, "m.nii")).BeRefused("--out", "one file", "2 images", "folder");
        Predict(scan, "--out", Path.Combine(folder, "m.nii"), "--probabilities", Path.Combine(folder, "m.nii")).BeRefused("both would be written");
        Predict(scan, "--out", Path.Combine(folder, "m.nrrd")).BeRefused("--out", ".nrrd", ".nii.gz or .nii");
        Predict(scan, Path.Combine(folder, "..", "codes", "scan.nii"), "--out", folder).BeRefused("one name");
        Assert.Equal(content, File.ReadAllBytes(scan));
        Assert.Equal(content, File.ReadAllBytes(mask));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(folder).Count());
    }

    [RealDataFact]
    public void Should_predict_a_real_scan_on_its_own_grid()
    {
        string folder = sites.NewFolder("real");
        string scan = Directory.EnumerateFiles(Path.Combine(RealDataFactAttribute.Folder!, "heads", "openms"), "*_FLAIR.nii.gz").Order(StringComparer.Ordinal).First();
        File.WriteAllText(Path.Combine(folder, "task.yaml"), "base: brain\nspacing: 3\nnetwork:\n  width: 2\n");
        using (var network = NetworkFactory.Create(TaskSettings.Load(Path.Combine(folder, "task.yaml")), CPU, new RandomStream(3, "weights")))
            WeightsFile.Save(network, Path.Combine(folder, "w.safetensors"));
        SiteAdaptProcess.Run(folder, "predict", scan, "--model", "w.safetensors", "--task", "task.yaml", "--out", "mask.nii.gz", "--threads", "1").Succeed();
        var (image, mask) = (Nifti.ReadHeader(scan), Nifti.Read(Path.Combine(folder, "mask.nii.gz")));
        Assert.Equal(image.Grid, mask.Header.Grid);
        Assert.Equal((image.SformCode, image.QformCode, image.XyztUnits), (mask.Header.SformCode, mask.Header.QformCode, mask.Header.XyztUnits));
        Assert.All(mask.Volume.Voxels.Distinct(), value => Assert.Contains(value, new[] { 0f, 1f }));
    }

    Outcome Predict(params string[] arguments) => sites.Run(["predict", "--run", "source", "--threads", "1", .. arguments]);

    /// <summary>Noise around a bright ball.</summary>
    internal static NiftiFile Scan(double spacingX, double spacingY, double spacingZ, int x, int y, int z)
    {
        var random = new RandomStream(8, "scan");
        var values = new double[x * y * z];
        for (int n = 0; n < values.Length; n++)
        {
            double dx = (n % x + 0.5) / x - 0.5, dy = (n / x % y + 0.5) / y - 0.5, dz = (n / x / y + 0.5) / z - 0.5;
            values[n] = Math.Round((dx * dx + dy * dy + dz * dz < 0.1 ? 600 : 100) + random.NextUniform(0, 100));
        }
        return new NiftiFile
        {
            Dim = [3, x, y, z, 1, 1, 1, 1],
            DataType = 4,
            PixDim = [1, spacingX, spacingY, spacingZ, 0, 0, 0, 0],
            Srow = [spacingX, 0, 0, -10, 0, spacingY, 0, -20, 0, 0, spacingZ, -30],
            Values = values,
        };
    }
}
