using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;

namespace SiteAdapt.Learning.Tests;

/// <summary>Against a plain assembly, pixel by pixel.</summary>
public sealed class BatchAssemblerTests : IDisposable
{
    readonly TinySites sites = new(sites: 1);

    public void Dispose() => sites.Dispose();

    public static TheoryData<int, int> Inputs() => new() { { 16, 1 }, { 16, 3 }, { 24, 5 }, { 32, 1 }, { 32, 3 } };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Should_cut_every_pixel_as_the_plain_assembly_does(int window, int channels)
    {
        var task = TinySites.Task with
        {
            Window = window,
            InputSlices = channels,
            Structures = [Structure.AnyPositive("blob"), new Structure("ones", [1]), new Structure("twos", [2])],
        };
        TwoLabels();
        using var data = sites.Data(task);
        var stream = new SampleStream("source", data.Pool(["a"], null), window, 3);
        var assembler = BatchAssembler.Labelled(task);
        var samples = Enumerable.Range(0, 12).Select(_ => stream.Next(0)).ToList();
        samples[0] = samples[0] with { Slice = 0 };
        samples[1] = samples[1] with { Slice = TinySites.Size.Z - 1 };
        // Twice, so that what is left in the buffers of the first batch would show.
        for (int round = 0; round < 2; round++)
        {
            using var batch = assembler.Assemble(samples, new Dictionary<string, string>());
            Assert.Equal([12L, channels, window, window], batch.Images.shape);
            Assert.Equal([12L, 3, window, window], batch.Labels.shape);
            for (int b = 0; b < samples.Count; b++) Compare(batch, samples[b], b, channels, window);
            samples.Reverse();
        }
    }

    [Fact]
    public void Should_put_no_number_where_a_case_was_taken_without_its_label()
    {
        using var data = sites.Data();
        var stream = new SampleStream("target", data.Pool(["a"], null, labelled: false), 16, 3);
        using var batch = BatchAssembler.Labelled(TinySites.Task).Assemble([stream.Next(0)], new Dictionary<string, string>());
        Assert.All(batch.Labels.Doubles(), value => Assert.True(double.IsNaN(value)));
        Assert.DoesNotContain(batch.Images.Doubles(), double.IsNaN);
    }

    static void Compare(Batch batch, Sample sample, int b, int channels, int window)
    {
        var source = (PreparedCase)sample.Case;
        int height = source.Height, width = source.Width;
        float[] images = batch.Images[b].contiguous().data<float>().ToArray(), labels = batch.Labels[b].contiguous().data<float>().ToArray();
        for (int c = 0; c < channels; c++)
        {
            int slice = Math.Min(Math.Max(sample.Slice + c - channels / 2, 0), source.SliceCount - 1);
            var pixels = new float[height * width];
            source.ReadImage(slice, pixels);
            for (int y = 0; y < window; y++)
                for (int x = 0; x < window; x++)
                    Assert.Equal(At(pixels, sample.Window.Top + y, sample.Window.Left + x, height, width, pixels.Min()), images[(c * window + y) * window + x]);
        }
        for (int s = 0; s < 3; s++)
        {
            var mask = source.ReadMask(s);
            for (int y = 0; y < window; y++)
                for (int x = 0; x < window; x++)
                {
                    // A mask is x-fastest; the slice's rows run along x and its columns along y.
                    int h = sample.Window.Top + y, w = sample.Window.Left + x;
                    bool inside = h >= 0 && h < height && w >= 0 && w < width;
                    float expected = inside ? mask.Voxels[h + mask.Grid.Size.X * (w + mask.Grid.Size.Y * sample.Slice)] : 0;
                    Assert.Equal(expected, labels[(s * window + y) * window + x]);
                }
        }
    }

    static float At(float[] pixels, int h, int w, int height, int width, float outside) =>
        h >= 0 && h < height && w >= 0 && w < width ? pixels[h * width + w] : outside;

    /// <summary>Half of every blob becomes label 2.</summary>
    void TwoLabels()
    {
        foreach (var item in sites.Manifest.Cases)
        {
            var label = Nifti.Read(item.Label!).Volume;
            for (int v = 0; v < label.Voxels.Length; v++)
                if (label.Voxels[v] > 0 && v % TinySites.Size.X > TinySites.Size.X / 2) label.Voxels[v] = 2;
            Nifti.Write(item.Label!, label);
        }
    }
}
