using Microsoft.Win32.SafeHandles;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>No damage of a checkpoint goes unnoticed. Files are changed in place and mended, so that a trial is one load.</summary>
public sealed class DamagedCheckpointTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Save(ILearner learner)
    {
        using (learner) Checkpoint.Save(folder.File("checkpoint"), learner, SmallLearner.State(9));
        Checkpoint.Open(folder.File("checkpoint"));
        return folder.File("checkpoint");
    }

    static SmallLearner Small => new(values: 3000);

    /// <summary>The network of the brain task, and Adam's memory of every parameter.</summary>
    static KeptModel Full()
    {
        var network = NetworkFactory.Create(TaskPresets.Brain, CPU, new RandomStream(1, "weights"));
        var memory = new OptimizerState("adam");
        foreach (var (name, parameter) in network.NamedParameters())
            memory.Add(name, new ParameterState(9, new Dictionary<string, Tensor> { ["exp_avg"] = parameter.detach().clone(), ["exp_avg_sq"] = parameter.detach().square() }));
        return new KeptModel(network, memory);
    }

    static string[] Files(string checkpoint) => [.. Directory.GetFiles(checkpoint).Order(StringComparer.Ordinal)];

    static long Bytes(string checkpoint) => Files(checkpoint).Sum(file => new FileInfo(file).Length);

    [Fact]
    public void Should_notice_some_flipped_bits_and_truncations()
    {
        string checkpoint = Save(Small);
        Assert.InRange(Bytes(checkpoint), 25_000, 50_000);
        Random(checkpoint, trials: 500);
    }

    [SlowFact]
    public void Should_notice_every_flipped_bit_and_every_truncation_of_a_small_checkpoint()
    {
        string checkpoint = Save(Small);
        long flips = 0, cuts = 0;
        foreach (string file in Files(checkpoint))
        {
            byte[] whole = File.ReadAllBytes(file);
            using var handle = Open(file);
            for (int at = 0; at < whole.Length; at++)
                for (int bit = 0; bit < 8; bit++, flips++)
                {
                    RandomAccess.Write(handle, [(byte)(whole[at] ^ (1 << bit))], at);
                    RequireFault(checkpoint, file, at, bit);
                    RandomAccess.Write(handle, [whole[at]], at);
                }
            for (int length = whole.Length - 1; length >= 0; length--, cuts++)
            {
                RandomAccess.SetLength(handle, length);
                RequireFault(checkpoint, file, length, bit: null);
            }
            RandomAccess.Write(handle, whole, 0);
        }
        Checkpoint.Open(checkpoint);
        Assert.Equal(Bytes(checkpoint), cuts);
        output.WriteLine($"{flips} flipped bits and {cuts} truncations of {Bytes(checkpoint)} bytes");
    }

    [SlowFact]
    public void Should_notice_ten_thousand_random_changes_of_a_full_checkpoint()
    {
        string checkpoint = Save(Full());
        Assert.True(Bytes(checkpoint) > 5_000_000, $"{Bytes(checkpoint)} bytes are no full checkpoint");
        Random(checkpoint, trials: 10_000);
        output.WriteLine($"10,000 changes of {Bytes(checkpoint)} bytes");
    }

    /// <summary>One flipped bit each, and of every fourth trial a truncation, anywhere in the checkpoint's bytes.</summary>
    static void Random(string checkpoint, int trials)
    {
        var random = new RandomStream(1, "damage");
        string[] files = Files(checkpoint);
        byte[][] contents = [.. files.Select(File.ReadAllBytes)];
        for (int trial = 0; trial < trials; trial++)
        {
            // Half of the trials by bytes, half by files, since almost all bytes are those of tensors.
            long at = (long)(random.NextDouble() * contents.Sum(content => (long)content.Length));
            int f = 0;
            while (at >= contents[f].Length) at -= contents[f++].Length;
            if (trial % 2 == 0) (f, at) = (trial / 2 % files.Length, random.NextInt(contents[trial / 2 % files.Length].Length));
            using var handle = Open(files[f]);
            int? bit = trial % 4 == 3 ? null : random.NextInt(8);
            if (bit is { } flipped) RandomAccess.Write(handle, [(byte)(contents[f][at] ^ (1 << flipped))], at);
            else RandomAccess.SetLength(handle, at);
            RequireFault(checkpoint, files[f], at, bit);
            RandomAccess.Write(handle, contents[f].AsSpan((int)at, bit is null ? contents[f].Length - (int)at : 1), at);
        }
        Checkpoint.Open(checkpoint);
    }

    static SafeFileHandle Open(string file) => File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    static void RequireFault(string checkpoint, string file, long at, int? bit)
    {
        try
        {
            Checkpoint.Open(checkpoint);
        }
        catch (InputException fault)
        {
            Assert.StartsWith(checkpoint, fault.Message, StringComparison.Ordinal);
            return;
        }
        Assert.Fail($"not noticed: {Path.GetFileName(file)}, {(bit is null ? $"cut to {at} bytes" : $"bit {bit} of byte {at}")}");
    }
}
