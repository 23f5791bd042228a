using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>Against the plain way: every slice alone through the network, padded by hand.</summary>
public sealed class SlicePredictorTests
{
    /// <summary>Noise of any size, in memory.</summary>
    sealed class Noise(int slices, int height, int width) : ISliceSource
    {
        public int SliceCount => slices;

        public int Height => height;

        public int Width => width;

        public int Reads { get; private set; }

        readonly Dictionary<int, float[]> made = [];

        public float[] Slice(int index)
        {
            if (made.TryGetValue(index, out var slice)) return slice;
            var random = new RandomStream(index, "noise");
            return made[index] = [.. Enumerable.Range(0, height * width).Select(_ => (float)random.NextUniform(0.2, 1))];
        }

        public float FillValue(int slice) => Slice(slice).Min();

        public void ReadImage(int slice, Span<float> destination)
        {
            Reads++;
            Slice(slice).CopyTo(destination);
        }
    }

    static TaskSettings Task(int channels, int structures) => TinySites.Task with
    {
        InputSlices = channels,
        Structures = [.. Enumerable.Range(1, structures).Select(value => new Structure($"s{value}", [value]))],
    };

    /// <summary>With running statistics that are not those of a fresh network.</summary>
    static Network Used(TaskSettings task)
    {
        var network = NetworkFactory.Create(task, CPU, new RandomStream(3, "test"));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.SetTraining(true);
        for (int i = 0; i < 20; i++)
        {
            var values = new RandomStream(i, "batch");
            var batch = tensor(Enumerable.Range(0, 2 * task.InputSlices * 16 * 16).Select(_ => (float)values.NextDouble()).ToArray(), [2, task.InputSlices, 16, 16]);
            network.forward(batch);
        }
        return network;
    }

    [Theory]
    [InlineData(1, 1, 16, 24)]
    [InlineData(1, 2, 13, 17)]
    [InlineData(3, 1, 21, 8)]
    [InlineData(5, 2, 1, 30)]
    public void Should_equal_a_plain_forward_of_every_slice(int channels, int structures, int height, int width)
    {
        var task = Task(channels, structures);
        using var network = Used(task);
        var source = new Noise(7, height, width);
        float[][] probabilities = new SlicePredictor(network, task, CPU).Predict(source);
        Assert.Equal(structures, probabilities.Length);
        for (int slice = 0; slice < source.SliceCount; slice++)
        {
            float[] expected = Plain(network, source, slice, channels);
            for (int s = 0; s < structures; s++)
                for (int i = 0; i < height * width; i++)
                    Assert.Equal(expected[s * height * width + i], probabilities[s][slice * height * width + i], 1e-6f);
        }
        Assert.True(probabilities[0].Max() - probabilities[0].Min() > 1e-3, "the network says the same everywhere");
    }

    [Fact]
    public void Should_give_the_same_in_batches_of_any_size()
    {
        var task = Task(3, 2);
        using var network = Used(task);
        var source = new Noise(7, 13, 17);
        float[][] alone = new SlicePredictor(network, task, CPU) { PixelsPerBatch = 1 }.Predict(source);
        // A padded slice has 16 x 24 pixels: two, three (the last batch is not full), seven at once.
        foreach (int slices in new[] { 2, 3, 7, 100 })
        {
            float[][] together = new SlicePredictor(network, task, CPU) { PixelsPerBatch = slices * 16 * 24 }.Predict(source);
            for (int s = 0; s < 2; s++)
                Assert.All(alone[s].Zip(together[s]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    [Theory]
    [InlineData(3, 7, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(5, 7, 1000)]
    public void Should_leave_the_slices_without_all_neighbours_empty_where_the_task_says_so(int channels, int slices, int perBatch)
    {
        var task = Task(channels, 1);
        using var network = Used(task);
        var source = new Noise(slices, 13, 17);
        float[] all = new SlicePredictor(network, task, CPU).Predict(source)[0];
        float[] inner = new SlicePredictor(network, task with { EdgeSlices = EdgeSlices.Empty }, CPU) { PixelsPerBatch = perBatch * 16 * 24 }.Predict(source)[0];
        int edge = channels / 2 * 13 * 17;
        Assert.All(inner[..edge].Concat(inner[^edge..]), value => Assert.Equal(0, value));
        Assert.All(all[edge..^edge].Zip(inner[edge..^edge]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.All(all, value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void Should_leave_the_network_as_it_was_but_for_the_mode()
    {
        var task = Task(1, 1);
        using var network = Used(task);
        double[] before = [.. network.State().SelectMany(entry => entry.Tensor.Doubles())];
        network.SetTraining(true);
        new SlicePredictor(network, task, CPU).Predict(new Noise(3, 9, 9));
        Assert.False(network.training);
        Assert.Equal(before, network.State().SelectMany(entry => entry.Tensor.Doubles()));
    }

    [Fact]
    public void Should_stop_when_asked()
    {
        using var network = Used(Task(1, 1));
        var source = new Noise(3, 9, 9);
        Assert.Throws<OperationCanceledException>(() => new SlicePredictor(network, Task(1, 1), CPU).Predict(source, new CancellationToken(canceled: true)));
        Assert.Equal(0, source.Reads);
    }

    /// <summary>One slice alone: [structures][H][W].</summary>
    static float[] Plain(Network network, Noise source, int slice, int channels)
    {
        int height = source.Height, width = source.Width, paddedHeight = (height + 7) / 8 * 8, paddedWidth = (width + 7) / 8 * 8;
        int top = (paddedHeight - height) / 2, left = (paddedWidth - width) / 2;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.SetTraining(false);
        var input = empty(1, channels, paddedHeight, paddedWidth);
        for (int c = 0; c < channels; c++)
        {
            int index = Math.Min(Math.Max(slice + c - channels / 2, 0), source.SliceCount - 1);
            input[0, c] = source.FillValue(index);
            input[0, c, top..(top + height), left..(left + width)] = tensor(source.Slice(index), [height, width]);
        }
        var logits = network.forward(input)[0, TensorIndex.Colon, top..(top + height), left..(left + width)];
        return (1 / (1 + (-logits).exp())).contiguous().data<float>().ToArray();
    }
}
