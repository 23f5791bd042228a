namespace SiteAdapt.Data;

/// <summary>How the choices of a task are written in YAML.</summary>
static class TaskNames
{
    public static readonly (string Name, OrientationPolicy Value)[] Orientations =
        [("canonical", OrientationPolicy.Canonical), ("file", OrientationPolicy.File)];

    public static readonly (string Name, SlicingAxis Value)[] Axes =
    [
        ("axial", SlicingAxis.Axial), ("coronal", SlicingAxis.Coronal), ("sagittal", SlicingAxis.Sagittal),
        ("last-array-axis", SlicingAxis.LastArrayAxis),
    ];

    public static readonly (string Name, IntensityKind Value)[] Intensities =
        [("clip-and-scale", IntensityKind.ClipAndScale), ("z-score", IntensityKind.ZScore)];

    public static readonly (string Name, MetricSpacing Value)[] MetricSpacings =
        [("nominal", MetricSpacing.Nominal), ("effective", MetricSpacing.Effective)];

    public static readonly (string Name, ComponentFilter Value)[] Filters =
        [("none", ComponentFilter.None), ("largest", ComponentFilter.Largest)];

    public static readonly (string Name, SlicePool Value)[] SlicePools =
        [("all", SlicePool.All), ("published-prostate", SlicePool.PublishedProstate)];

    public static readonly (string Name, EdgeSlices Value)[] EdgeSlices =
        [("predict", Data.EdgeSlices.Predict), ("empty", Data.EdgeSlices.Empty)];

    public static readonly (string Name, HeadlineScore Value)[] Headlines =
        [("surface-dice", HeadlineScore.SurfaceDice), ("dice", HeadlineScore.Dice)];

    public static readonly (string Name, TaskKind Value)[] Kinds =
        [("segmentation", TaskKind.Segmentation), ("classification", TaskKind.Classification)];

    public static readonly (string Name, ImageAspect Value)[] Aspects =
        [("stretch", ImageAspect.Stretch), ("crop", ImageAspect.Crop)];

    public static readonly (string Name, UncertainPolicy Value)[] UncertainPolicies =
    [
        ("ignore", UncertainPolicy.Ignore), ("zeros", UncertainPolicy.Zeros), ("ones", UncertainPolicy.Ones), ("mixed", UncertainPolicy.Mixed),
    ];

    public static string NameOf<T>((string Name, T Value)[] names, T value) where T : struct, Enum =>
        names.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Name;
}
