namespace SiteAdapt.Adaptation;

/// <summary>Adversarial learning from unlabelled target samples, at two output levels; defaults as published (section 5.4).</summary>
public sealed record AdversarySettings
{
    /// <summary>Weight of the main output's adversarial loss.</summary>
    public double Weight { get; init; } = 0.001;

    /// <summary>Weight of the auxiliary output's adversarial loss.</summary>
    public double AuxiliaryWeight { get; init; } = 0.0002;

    /// <summary>Weight of the auxiliary output's segmentation loss.</summary>
    public double AuxiliarySegmentationWeight { get; init; } = 0.1;

    /// <summary>Channels of a discriminator's first convolution; each of the next three has twice as many.</summary>
    public int DiscriminatorWidth { get; init; } = 64;

    /// <summary>Learning rate of the discriminators' Adam, before its polynomial decay.</summary>
    public double DiscriminatorLearningRate { get; init; } = 1e-4;

    /// <summary>Weight decay of the segmentation network; the protocol's is 0, the published 5e-4.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The segmentation network's learning rate decays polynomially too, as published, instead of by the run's one drop.</summary>
    public bool Poly { get; init; }

    /// <summary>Of a learning rate: (1 - step / steps) ^ 0.9.</summary>
    public static double PolynomialDecay(int step, int steps) => Math.Pow(1 - (double)step / steps, 0.9);
}
