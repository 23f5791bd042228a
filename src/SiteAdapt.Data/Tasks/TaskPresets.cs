using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>The tasks that come with the program.</summary>
public static class TaskPresets
{
    /// <summary>Skull stripping: head MRI, brain mask.</summary>
    public static TaskSettings Brain { get; } = new()
    {
        Name = "brain",
        Spacing = Imaging.Spacing.Isotropic(1),
        Structures = [Structure.AnyPositive("brain")],
    };

    /// <summary>Skull stripping with the grid that the paper's numbers were made on (protocol section 2.1).</summary>
    public static TaskSettings Cc359Published { get; } = Brain with
    {
        Name = "cc359-published",
        Spacing = new Spacing(1, 0.95, 0.95),
        Orientation = OrientationPolicy.File,
        SlicingAxis = SlicingAxis.LastArrayAxis,
    };

    /// <summary>The prostate on T2 MRI as one structure, from three neighbouring slices (protocol section 2.2).</summary>
    public static TaskSettings Prostate { get; } = new()
    {
        Name = "prostate",
        Intensity = new(IntensityKind.ZScore),
        Window = 384,
        InputSlices = 3,
        Structures = [Structure.AnyPositive("prostate")],
        Metric = new(Headline: HeadlineScore.Dice),
        ComponentFilter = ComponentFilter.Largest,
        SlicePool = SlicePool.PublishedProstate,
        EdgeSlices = EdgeSlices.Empty,
        AdaptationLearningRate = 1e-4,
    };

    /// <summary>Findings of chest radiographs (protocol section 2.3).</summary>
    public static TaskSettings ChestXray { get; } = new()
    {
        Name = "chest-xray",
        Kind = TaskKind.Classification,
        Structures = [],
        Window = 224,
        Network = new NetworkSettings("densenet121"),
        LearningRate = 1e-4,
    };

    public static IReadOnlyList<TaskSettings> All { get; } = [Brain, Cc359Published, Prostate, ChestXray];

    /// <summary>The preset of this name, or null.</summary>
    public static TaskSettings? Find(string name) => All.FirstOrDefault(task => task.Name == name);
}
