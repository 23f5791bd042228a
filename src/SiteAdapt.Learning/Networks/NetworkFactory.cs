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

    /// <summary>A gated network whose copies both get what <paramref name="load"/> gives a plain network, with a policy drawn from <paramref name="policy"/>.</summary>
    public static GatedNetwork CreateGated(TaskSettings task, Device device, ModelRecord model, Action<Network> load, RandomStream policy)
    {
        var network = (GatedNetwork)Build(task, model);
        network.StartFrom(load, policy);
        Place(network, device);
        return network;
    }

    static Network Build(TaskSettings task, ModelRecord? model)
    {
        ArgumentNullException.ThrowIfNull(task);
        var gates = model?.Gates;
        switch (task.Network.Kind)
        {
            case "unet":
                var unet = new UNetSettings
                {
                    InputChannels = task.InputChannels,
                    OutputChannels = task.Structures.Length,
                    Width = task.Network.Width,
                    FinalNorm = task.Network.FinalNorm,
                };
                return gates is null ? new UNet(unet) : new GatedUNet(unet, gates);
            case "densenet121":
                var densenet = new DenseNetSettings
                {
                    InputChannels = task.InputChannels,
                    Heads = [.. model!.Heads.Select(head => (head.Name, head.Findings.Count))],
                };
                return gates is null ? new DenseNet121(densenet) : new GatedDenseNet(densenet, gates);
            case var other: throw new InputException($"network.kind: is '{other}'; this version has unet and densenet121.");
        }
    }

    static Network Place(Network network, Device device)
    {
        network.to(device);
        network.SetChannelsLast(true);
        return network;
    }
}
