using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>The network that a task names, on a device and in its fastest memory layout.</summary>
public static class NetworkFactory
{
    /// <summary>With weights drawn from <paramref name="initialisation"/>.</summary>
    public static Network Create(TaskSettings task, Device device, RandomStream initialisation, ModelRecord? model = null)
    {
        var network = Build(task, model);
        network.Initialize(initialisation);
        return Place(network, device);
    }

    /// <summary>With the weights of a run's checkpoint.</summary>
    public static Network Load(RunRecord record, Checkpoint checkpoint, Device device)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Load(record.Task, device, checkpoint.ModelPath, record.Model);
    }

    /// <summary>With the weights of a safetensors file.</summary>
    public static Network Load(TaskSettings task, Device device, string weights, ModelRecord? model = null)
    {
        var network = Build(task, model);
        WeightsFile.Load(network, weights);
        return Place(network, device);
    }

    /// <summary>A gated network whose copies both have the weights of a plain network's file, with a policy drawn from <paramref name="policy"/>.</summary>
    public static GatedNetwork LoadGated(TaskSettings task, Device device, string weights, GateRecord gates, RandomStream policy)
    {
        var network = (GatedNetwork)Build(task, new ModelRecord { Gates = gates });
        network.StartFrom(copy => WeightsFile.Load(copy, weights), policy);
        Place(network, device);
        return network;
    }

    static Network Build(TaskSettings task, ModelRecord? model)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Network.Kind != "unet") throw new InputException($"network.kind: is '{task.Network.Kind}'; this version has unet.");
        var settings = new UNetSettings
        {
            InputChannels = task.InputSlices,
            OutputChannels = task.Structures.Length,
            Width = task.Network.Width,
            FinalNorm = task.Network.FinalNorm,
        };
        return model?.Gates is { } gates ? new GatedUNet(settings, gates) : new UNet(settings);
    }

    static Network Place(Network network, Device device)
    {
        network.to(device);
        network.SetChannelsLast(true);
        return network;
    }
}
