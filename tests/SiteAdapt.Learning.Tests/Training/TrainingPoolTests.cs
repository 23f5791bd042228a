using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

/// <summary>Which slices of which cases a run may draw from.</summary>
public sealed class TrainingPoolTests : IDisposable
{
    /// <summary>Twelve slices; the mask is on 1 to 10, so that the published rule leaves 1 to 9.</summary>
    static readonly TaskSettings Prostate = TaskPresets.Prostate with { Window = 16, Network = new NetworkSettings(Width: 2) };

    readonly TinySites sites = new(sites: 3, subjects: 5);

    public void Dispose() => sites.Dispose();

    [Fact]
    public void Should_take_a_number_of_slices_evenly_from_those_that_the_rule_keeps()
    {
        using var data = sites.Data(Prostate);
        Assert.Equal(Enumerable.Range(1, 9), Assert.Single(data.Pool(["a"], new Budget(1))).Slices);
        Assert.Equal([2, 5, 8], Assert.Single(data.Pool(["a"], new Budget(1, 3))).Slices);
        var fault = Assert.Throws<InputException>(() => data.Pool(["a"], new Budget(1, 10)));
        Assert.Contains("have 9; expected 1 to 9", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_turns_between_the_sites_of_a_budget()
    {
        using var data = sites.Data();
        Assert.Equal(["a", "b", "c", "a"], Sites(4));
        Assert.Equal(["a", "b"], Sites(2));
        Assert.Equal(data.Pool(["b"], null).Take(2).Select(item => item.Case.Case.Id), data.Pool(["b"], new Budget(2)).Select(item => item.Case.Case.Id));

        IEnumerable<string> Sites(int patients) => data.Pool(["a", "b", "c"], new Budget(patients)).Select(item => item.Case.Case.Site);
    }

    [Fact]
    public void Should_leave_cases_without_label_out_and_say_how_many()
    {
        File.WriteAllText(sites.ManifestPath, File.ReadAllText(sites.ManifestPath).Replace("b0_mask.nii", "", StringComparison.Ordinal));
        var notes = new List<string>();
        using var data = new TrainingData(sites.Manifest, new SplitRecord(), TinySites.Task, sites.Cache) { Note = notes.Add };
        Assert.Equal(["b1"], data.Pool(["b"], new Budget(1)).Select(item => item.Case.Case.Id));
        Assert.Equal(["b1", "b2"], data.Pool(["b"], null).Select(item => item.Case.Case.Id));
        Assert.Equal("b: 1 of 3 training cases have no label and are left out of the training", notes.Distinct().Single());
        Assert.Equal(["b0", "b1", "b2"], data.Pool(["b"], null, labelled: false).Select(item => item.Case.Case.Id));
        Assert.Equal(2, notes.Count);
        Assert.Contains("has only 2", Assert.Throws<InputException>(() => data.Pool(["b"], new Budget(3))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, 25, 16)]
    [InlineData(9, 7, 16)]
    [InlineData(30, 11, 16)]
    public void Should_cut_windows_out_of_slices_of_any_size_with_their_neighbours(int width, int height, int window)
    {
        using var folder = new TemporaryFolder();
        var grid = Grid.FromSpacing(new Size3(width, height, 6), Spacing.Isotropic(1));
        float[] voxels = [.. Enumerable.Range(0, (int)grid.Size.Count).Select(i => (float)(i / (width * height)))]; // slice k has the value k
        Nifti.Write(folder.File("image.nii"), new Volume(grid, voxels));
        Nifti.Write(folder.File("label.nii"), new Volume(grid, Array.ConvertAll(voxels, value => value is 1 or 2 or 4 ? value : 0)));
        var item = new Case { Id = "c", Subject = "s", Site = "a", Image = folder.File("image.nii"), Label = folder.File("label.nii") };
        using var prepared = new PreparedCache(folder.File("cache")).Open(item, Prostate);
        var random = new RandomStream(1, "windows");
        var sample = new Sample(prepared, 2, SliceWindow.Draw(prepared.Height, prepared.Width, window, random), 0);
        using var batch = BatchAssembler.Labelled(Prostate).Assemble([sample], new Dictionary<string, string>());
        // 0 .. 5 with the population's mean and deviation
        double deviation = Math.Sqrt(35.0 / 12);
        for (int channel = 0; channel < 3; channel++)
        {
            using var plane = batch.Images[0, channel];
            Assert.All(plane.Doubles(), value => Assert.Equal((1 + channel - 2.5) / deviation, value, 2e-3));
        }
        using var labels = batch.Labels.sum();
        Assert.Equal(Math.Min(width, window) * Math.Min(height, window), labels.Doubles().Single());
    }

    [Theory]
    [InlineData(20, 13)]
    [InlineData(7, 9)]
    public void Should_predict_slices_of_any_size_on_their_own_grid(int width, int height)
    {
        using var network = NetworkFactory.Create(Prostate, TorchSharp.torch.CPU, new RandomStream(1, "test"));
        var prediction = new NativePrediction(network, Prostate, TorchSharp.torch.CPU);
        var volume = Assert.Single(prediction.Probabilities(Image(width, height, 5), "scan.nii"));
        Assert.Equal(new Size3(width, height, 5), volume.Grid.Size);
        Assert.All(Enumerable.Range(0, 5), slice =>
            Assert.All(volume.Voxels[(slice * width * height)..((slice + 1) * width * height)], value => Assert.Equal(slice is 0 or 4, value == 0)));
        var fault = Assert.Throws<InputException>(() => prediction.Probabilities(Image(width, height, 2), "thin.nii"));
        Assert.Contains("thin.nii: has 2 slices", fault.Message, StringComparison.Ordinal);
    }

    static Volume Image(int width, int height, int slices)
    {
        var random = new RandomStream(1, "image");
        var grid = Grid.FromSpacing(new Size3(width, height, slices), Spacing.Isotropic(1));
        return new Volume(grid, [.. Enumerable.Range(0, (int)grid.Size.Count).Select(_ => (float)random.NextDouble())]);
    }
}
