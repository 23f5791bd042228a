using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>The networks of adversarial learning, and the optimizer that trains the segmentation network and its auxiliary output together.</summary>
sealed record AdversarialParts(UNet Network, AuxiliaryHead Head, Optimizer Optimizer, Adversary Main, Adversary Auxiliary)
{
    /// <summary>What the auxiliary output's parameters are called in the optimizer's memory.</summary>
    const string HeadPrefix = "auxiliary.";

    public static AdversarialParts Create(UNet network, RunRecord record, AdversarySettings settings, Device device)
    {
        var (seed, structures) = (record.Training.Seed, record.Task.Structures.Length);
        var head = new AuxiliaryHead(network.Settings);
        head.Initialize(new RandomStream(seed, "auxiliary head"));
        head.to(device);
        head.SetChannelsLast(true);
        List<(string Name, TorchSharp.Modules.Parameter Parameter)> parameters =
            [.. network.NamedParameters(), .. head.NamedParameters().Select(entry => (HeadPrefix + entry.Name, entry.Parameter))];
        var group = new ParameterGroup([.. parameters.Select(entry => entry.Name)], WeightDecay: settings.WeightDecay, StartStep: record.Optimizer.StartStep);
        return new AdversarialParts(network, head, record.Optimizer.Create(parameters, [group]),
            new Adversary("main", structures, settings, seed, device), new Adversary("auxiliary", structures, settings, seed, device));
    }

    /// <summary>Refuses tasks and batches that adversarial learning cannot use.</summary>
    public static void RequireUsable(TaskSettings task, MixSchedule mix, TrainingSettings training)
    {
        if (task.IsClassification)
            throw new InputException($"the task '{task.Name}' is a classification: adaptsegnet compares maps of segmentations. Choose adabn, or a method with labels.");
        if (task.Window < Discriminator.SmallestSide)
            throw new InputException($"the task '{task.Name}' has windows of {task.Window} pixels, but the discriminators of adaptsegnet halve them five times and need "
                + $"{Discriminator.SmallestSide} or more. Pre-train with a larger 'window', or choose another method.");
        int target = mix.TargetCount(0, training.Epochs, training.BatchSize);
        if (target == 0 || target == training.BatchSize)
            throw new InputException($"a batch of {training.BatchSize} with {target} target samples: adaptsegnet needs samples of both sites in every batch. Use a larger --batch, or --set mix=constant:0.5.");
    }
}
