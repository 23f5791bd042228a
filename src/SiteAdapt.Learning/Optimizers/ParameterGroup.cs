namespace SiteAdapt.Learning;

/// <summary>
/// Parameters that an optimizer treats alike. <paramref name="LearningRateFactor"/> multiplies the optimizer's learning rate;
/// <paramref name="WeightDecay"/> adds that multiple of the weights to their gradient; <paramref name="StartStep"/> is the step
/// count that Adam's bias corrections begin with (the first update uses the next one).
/// </summary>
public sealed record ParameterGroup(
    IReadOnlyList<string> Names, double LearningRateFactor = 1, double WeightDecay = 0, long StartStep = 0);
