namespace SiteAdapt.Data;

/// <summary>What a task's model gives.</summary>
public enum TaskKind
{
    /// <summary>Masks of volumes, slice by slice.</summary>
    Segmentation,

    /// <summary>A probability per finding of one image.</summary>
    Classification,
}

/// <summary>What a label of -1 (uncertain) counts as in training and evaluation.</summary>
public enum UncertainPolicy
{
    /// <summary>As no label: it has no part in the loss and in the scores.</summary>
    Ignore,

    /// <summary>As absent (U-zeros).</summary>
    Zeros,

    /// <summary>As present (U-ones).</summary>
    Ones,

    /// <summary>As present for edema, atelectasis and effusion, as absent for the others (protocol section 2.3).</summary>
    Mixed,
}

/// <summary>How an image becomes square.</summary>
public enum ImageAspect
{
    /// <summary>Both sides are resized to the window; proportions change.</summary>
    Stretch,

    /// <summary>The square in the middle is resized; what lies beside it is lost.</summary>
    Crop,
}
