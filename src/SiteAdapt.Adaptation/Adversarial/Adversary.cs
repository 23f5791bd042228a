using SiteAdapt.Data;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation;

/// <summary>The discriminator of one output level and its optimizer. A source map is labelled 0, a target map 1.</summary>
sealed class Adversary : IDisposable
{
    static readonly Scalar Half = 0.5;

    readonly string level;
    readonly AdversarySettings settings;

    public Adversary(string level, int structures, AdversarySettings settings, long seed, Device device)
    {
        (this.level, this.settings) = (level, settings);
        Network = new Discriminator(2 * structures, settings.DiscriminatorWidth);
        Network.Initialize(new RandomStream(seed, $"discriminator/{level}"));
        Network.to(device);
        Network.SetChannelsLast(true);
        Optimizer = new Adam(Network.NamedParameters(), settings.DiscriminatorLearningRate, new AdamSettings(0.9, 0.99));
    }

    public Discriminator Network { get; }

    public Optimizer Optimizer { get; }

    /// <summary>How far the discriminator is from calling target logits [B, structures, H, W] source: what the segmentation network lowers.</summary>
    public Tensor AdversarialLoss(Tensor target)
    {
        Network.SetTrainable(_ => false); // the gradient goes through it, not into it
        using var scope = NewDisposeScope();
        var verdict = Network.forward(Maps(target));
        return Losses.BinaryCrossEntropy(verdict, zeros_like(verdict)).MoveToOuterDisposeScope();
    }

    /// <summary>One step of the discriminator on both sites' logits; gives the sum of its two halved losses, ln 2 where it can only guess.</summary>
    public double Learn(Tensor source, Tensor target, int step, int steps)
    {
        Network.SetTrainable(_ => true);
        using var scope = NewDisposeScope();
        Optimizer.ZeroGrad();
        var (onSource, onTarget) = (Network.forward(Maps(source.detach())), Network.forward(Maps(target.detach())));
        var loss = Losses.BinaryCrossEntropy(onSource, zeros_like(onSource)).mul(Half).add(Losses.BinaryCrossEntropy(onTarget, ones_like(onTarget)), Half);
        loss.backward();
        Optimizer.LearningRate = settings.DiscriminatorLearningRate * AdversarySettings.PolynomialDecay(step, steps);
        Optimizer.Step();
        return loss.item<float>();
    }

    public void Save(string folder)
    {
        WeightsFile.Save(Network, Weights(folder));
        OptimizerStateFile.Save(Optimizer, Memory(folder));
    }

    public void Load(string folder)
    {
        WeightsFile.Load(Network, Weights(folder));
        OptimizerStateFile.LoadInto(Optimizer, Memory(folder));
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Network.Dispose();
    }

    string Weights(string folder) => Path.Combine(folder, $"discriminator-{level}.safetensors");

    string Memory(string folder) => Path.Combine(folder, $"discriminator-{level}-optimizer.safetensors");

    /// <summary>The published two-class softmax maps: of logits (0, z) they are 1 - p and p with p = sigmoid(z). [B, s, H, W] -> [B, 2s, H, W].</summary>
    static Tensor Maps(Tensor logits) => cat([logits.neg().sigmoid(), logits.sigmoid()], 1);
}
