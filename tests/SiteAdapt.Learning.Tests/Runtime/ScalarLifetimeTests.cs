using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>
/// TorchSharp hands a Scalar's native pointer to libtorch without keeping the Scalar alive: one made for the call alone may be
/// finalized, by a collection on another thread, before libtorch reads it. Whatever passes numbers must hold them.
/// </summary>
public sealed class ScalarLifetimeTests
{
    [Fact]
    public void Should_compute_the_same_while_another_thread_collects_garbage()
    {
        Collecting(() => Train(OptimizerKind.Adam), Train(OptimizerKind.Adam));
        Collecting(() => Train(OptimizerKind.Sgd), Train(OptimizerKind.Sgd));
    }

    static double[] Train(OptimizerKind kind)
    {
        using var network = NetworkFactory.Create(TinySites.Task, CPU, new SiteAdapt.Data.RandomStream(1, "test"));
        using var optimizer = new OptimizerSettings(kind).Create(network, [.. network.NamedParameters().Select(parameter => parameter.Name)]);
        optimizer.LearningRate = 0.01;
        network.SetTraining(true);
        using var input = linspace(0, 1, 2 * 16 * 16).reshape(2, 1, 16, 16);
        using var target = input.gt(0.5).to(ScalarType.Float32);
        for (int i = 0; i < 20; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.ZeroGrad();
            Losses.BinaryCrossEntropy(network.forward(input), target).backward();
            optimizer.Step();
        }
        return [.. network.NamedParameters().SelectMany(parameter => parameter.Parameter.Doubles())];
    }

    static void Collecting(Func<double[]> work, double[] expected)
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested) GC.Collect(0);
        });
        collector.Start();
        try
        {
            for (int i = 0; i < 2; i++) Assert.Equal(expected, work());
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }
}
