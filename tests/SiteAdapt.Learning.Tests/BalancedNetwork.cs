using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>An untrained network that still says yes to about half of the pixels of a tiny scan.</summary>
static class BalancedNetwork
{
    public static Network Create(TaskSettings task)
    {
        var network = NetworkFactory.Create(task, CPU, new RandomStream(4, "test"));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var prepared = CasePreparation.Prepare(TinySites.Scan(0, 0).Image, task with { Spacing = null }, "scan");
        var images = tensor(prepared.Image, [prepared.SliceCount, 1, prepared.Height, prepared.Width])[.., .., ..24, ..24].contiguous();
        // Fresh statistics would leave some networks without a living unit at the end.
        network.SetTraining(true);
        for (int i = 0; i < 30; i++) network.forward(images);
        network.SetTraining(false);
        var logits = network.forward(images);
        var bias = network.State().Single(entry => entry.Name == "out_path.4.bias").Tensor;
        bias.sub_(logits.mean([0, 2, 3]));
        return network;
    }
}
