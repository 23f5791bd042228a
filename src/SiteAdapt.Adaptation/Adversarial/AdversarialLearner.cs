using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>
/// AdaptSegNet's step (section 5.4). The source samples' segmentation loss at two output levels, then the target samples'
/// adversarial loss at both, give one update of the segmentation network; then each level's discriminator learns to tell
/// the same outputs apart. Target labels are not looked at.
/// </summary>
sealed class AdversarialLearner : ILearner
{
    const string HeadFile = "auxiliary.safetensors";

    readonly UNet network;
    readonly AuxiliaryHead head;
    readonly Optimizer optimizer;
    readonly AdversarySettings settings;
    readonly TrainingSettings training;
    readonly bool freezeNorm;

    public AdversarialLearner(AdversarialParts parts, AdversarySettings settings, TrainingSettings training, Device device, bool freezeNorm)
    {
        (network, head, optimizer, Main, Auxiliary) = parts;
        (this.settings, this.training, Device, this.freezeNorm) = (settings, training, device, freezeNorm);
    }

    public Device Device { get; }

    public Adversary Main { get; }

    public Adversary Auxiliary { get; }

    public bool IsFinite => network.IsFinite && head.IsFinite && optimizer.IsFinite
        && Main.Network.IsFinite && Main.Optimizer.IsFinite && Auxiliary.Network.IsFinite && Auxiliary.Optimizer.IsFinite;

    public void BeginTraining()
    {
        network.SetTraining(true, freezeNorm);
        head.SetTraining(true);
    }

    public StepResult Step(Batch batch, StepContext at)
    {
        using var scope = NewDisposeScope();
        using Scalar auxiliary = settings.AuxiliarySegmentationWeight;
        optimizer.ZeroGrad();
        var (images, labels, targetImages) = Split(batch);

        var source = Predict(images);
        var (segmentation, auxiliarySegmentation) = (Losses.BinaryCrossEntropy(source.Main, labels), Losses.BinaryCrossEntropy(source.Auxiliary, labels));
        segmentation.add(auxiliarySegmentation, auxiliary).backward();

        var target = Predict(targetImages);
        var (adversarial, auxiliaryAdversarial) = (Main.AdversarialLoss(target.Main), Auxiliary.AdversarialLoss(target.Auxiliary));
        Weighted(adversarial, auxiliaryAdversarial).backward();

        optimizer.LearningRate = settings.Poly ? training.LearningRate * AdversarySettings.PolynomialDecay(at.Step, at.TotalSteps) : at.LearningRate;
        optimizer.Step();
        return new StepResult(segmentation.item<float>(), new Dictionary<string, double>
        {
            ["adversary/auxiliary_segmentation"] = auxiliarySegmentation.item<float>(),
            ["adversary/main"] = adversarial.item<float>(),
            ["adversary/auxiliary"] = auxiliaryAdversarial.item<float>(),
            ["adversary/learning_rate"] = optimizer.LearningRate,
            ["adversary/discriminator_main"] = Main.Learn(source.Main, target.Main, at.Step, at.TotalSteps),
            ["adversary/discriminator_auxiliary"] = Auxiliary.Learn(source.Auxiliary, target.Auxiliary, at.Step, at.TotalSteps),
        });
    }

    public void Save(string folder)
    {
        WeightsFile.Save(network, Path.Combine(folder, Checkpoint.Model));
        WeightsFile.Save(head, Path.Combine(folder, HeadFile));
        OptimizerStateFile.Save(optimizer, Path.Combine(folder, Checkpoint.OptimizerFile));
        Main.Save(folder);
        Auxiliary.Save(folder);
    }

    public void Load(string folder)
    {
        WeightsFile.Load(network, Path.Combine(folder, Checkpoint.Model));
        WeightsFile.Load(head, Path.Combine(folder, HeadFile));
        OptimizerStateFile.LoadInto(optimizer, Path.Combine(folder, Checkpoint.OptimizerFile));
        Main.Load(folder);
        Auxiliary.Load(folder);
    }

    public void Dispose()
    {
        optimizer.Dispose();
        head.Dispose();
        network.Dispose();
        Main.Dispose();
        Auxiliary.Dispose();
    }

    (Tensor Main, Tensor Auxiliary) Predict(Tensor images)
    {
        var (logits, half) = network.ForwardWithHalf(images);
        return (logits, head.forward(half));
    }

    Tensor Weighted(Tensor main, Tensor auxiliary)
    {
        using Scalar weight = settings.Weight, auxiliaryWeight = settings.AuxiliaryWeight;
        return main.mul(weight).add(auxiliary, auxiliaryWeight);
    }

    /// <summary>The source's images and labels, and the target's images, which stand first in a batch.</summary>
    static (Tensor Images, Tensor Labels, Tensor TargetImages) Split(Batch batch)
    {
        int targets = batch.Samples.Count(sample => sample.Role == 0), sources = batch.Samples.Count - targets;
        return (batch.Images.narrow(0, targets, sources), batch.Labels.narrow(0, targets, sources), batch.Images.narrow(0, 0, targets));
    }
}
