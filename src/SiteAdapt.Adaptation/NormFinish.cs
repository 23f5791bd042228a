namespace SiteAdapt.Adaptation;

/// <summary>
/// What is done to the running statistics of batch normalisation at the end: they are estimated anew on the target's images,
/// without labels and without a gradient (section 5.4). The weights stay as they are.
/// </summary>
/// <param name="Passes">Passes over all slices of the target; the published code made one on CC359 and ten on prostate MRI.</param>
public sealed record NormFinish(int Passes = 1);
