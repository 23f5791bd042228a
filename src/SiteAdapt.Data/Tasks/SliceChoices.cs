namespace SiteAdapt.Data;

/// <summary>Which slices of a training case are drawn; <see cref="SliceRules"/> says exactly.</summary>
public enum SlicePool
{
    All,

    /// <summary>The masked ones and a tenth of the others, as the published prostate code.</summary>
    PublishedProstate,
}

/// <summary>What becomes of the slices that lack a neighbour in a 2.5-D input.</summary>
public enum EdgeSlices
{
    /// <summary>Predicted; the outermost slice stands in for the missing one.</summary>
    Predict,

    /// <summary>Left without any structure.</summary>
    Empty,
}

/// <summary>The score that a task is mainly judged by.</summary>
public enum HeadlineScore
{
    SurfaceDice,
    Dice,
}
