using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>In which array order an image is worked on.</summary>
public enum OrientationPolicy
{
    /// <summary>Axes run closest to right, anterior, superior.</summary>
    Canonical,

    /// <summary>The array order of the file, as the published numbers were made.</summary>
    File,
}

/// <summary>Across which axis slices are cut.</summary>
public enum SlicingAxis
{
    Axial,
    Coronal,
    Sagittal,

    /// <summary>The last array axis of the file, whatever it is anatomically; only with <see cref="OrientationPolicy.File"/>.</summary>
    LastArrayAxis,
}

public enum IntensityKind
{
    /// <summary>Clip to two percentiles of the whole volume, then scale to 0 .. 1 (protocol section 2.1).</summary>
    ClipAndScale,

    /// <summary>Zero mean and unit population standard deviation over the whole volume (section 2.2).</summary>
    ZScore,
}

/// <summary>Which spacing surface metrics use on the prepared grid.</summary>
public enum MetricSpacing
{
    /// <summary>The task's spacing, as in the paper.</summary>
    Nominal,

    /// <summary>The spacing that the resampled grid has (its first and last voxel stay where they were).</summary>
    Effective,
}

/// <summary>What is kept of a predicted mask.</summary>
public enum ComponentFilter
{
    None,
    Largest,
}

public sealed record IntensitySettings(IntensityKind Kind, double LowPercentile = 1, double HighPercentile = 99);

public sealed record NetworkSettings(string Kind = "unet", int Width = 16, bool FinalNorm = true);

public sealed record MetricSettings(
    double ToleranceMm = 1, MetricSpacing Spacing = MetricSpacing.Nominal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] HeadlineScore Headline = HeadlineScore.SurfaceDice);

/// <summary>What is segmented: a name, and the label values that belong to it. No values: any value above 0.</summary>
public sealed record Structure(string Name, ImmutableArray<int> Values)
{
    public static Structure AnyPositive(string name) => new(name, []);

    public bool IsAnyPositive => Values.IsEmpty;

    /// <summary>Whether a voxel of this label value belongs to the structure.</summary>
    public bool Contains(int value) => IsAnyPositive ? value > 0 : Values.Contains(value);

    public bool Equals(Structure? other) => other is not null && Name == other.Name && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override int GetHashCode() => Values.Aggregate(Name.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}

/// <summary>
/// What a model is made for and how its images are prepared, cut, judged: everything that must be the same in training and
/// prediction. A preset (<see cref="TaskPresets"/>) or a YAML file; what was used is kept in the run.
/// </summary>
public sealed record TaskSettings
{
    /// <summary>A label byte holds one bit per structure.</summary>
    public const int MaxStructures = 8;

    public required string Name { get; init; }

    public TaskKind Kind { get; init; }

    public bool IsClassification => Kind == TaskKind.Classification;

    /// <summary>Millimetres along the (canonical or file) array axes; null keeps each image's own.</summary>
    public Spacing? Spacing { get; init; }

    public OrientationPolicy Orientation { get; init; }

    public SlicingAxis SlicingAxis { get; init; }

    public IntensitySettings Intensity { get; init; } = new(IntensityKind.ClipAndScale);

    /// <summary>
    /// Segmentation: side of the square that training sees of a slice, in pixels; a multiple of 8 (the network halves three times).
    /// Classification: side to which images are resized; a multiple of 32 (the network halves five times).
    /// </summary>
    public int Window { get; init; } = 256;

    /// <summary>Neighbouring slices that the network sees at once; odd.</summary>
    public int InputSlices { get; init; } = 1;

    /// <summary>
    /// One logit and one row of metrics each, in this order; structure s is bit s of a label byte. Empty for classification.
    /// </summary>
    public required ImmutableArray<Structure> Structures { get; init; }

    public NetworkSettings Network { get; init; } = new();

    public MetricSettings Metric { get; init; } = new();

    public ComponentFilter ComponentFilter { get; init; }

    // Not written while they are at their defaults: a run's record must not change because the program has learnt a new setting
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SlicePool SlicePool { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EdgeSlices EdgeSlices { get; init; }

    /// <summary>Learning rate of a training where none is given; null: the program's default.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Learning rate of an adaptation where none is given; null: that of a pre-training.</summary>
    public double? AdaptationLearningRate { get; init; }

    /// <summary>Classification: how an image becomes square.</summary>
    public ImageAspect Aspect { get; init; }

    /// <summary>Classification: input channels of the network, 1, or 3 with the grey image in each.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Classification: the findings to use; empty: every finding that a site's cases have labels for.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];

    /// <summary>Classification: what a label of -1 counts as.</summary>
    public UncertainPolicy Uncertain { get; init; }

    /// <summary>What the network's first convolution takes: neighbouring slices, or the channels of an image.</summary>
    public int InputChannels => IsClassification ? Channels : InputSlices;

    /// <summary>A preset's name, or a YAML file, which may say <c>base: brain</c> and only what differs.</summary>
    /// <exception cref="InputException">Listing every fault of the file at once.</exception>
    public static TaskSettings Load(string nameOrFile) => TaskYaml.Load(nameOrFile);

    /// <summary>Reads YAML text; <paramref name="source"/> stands in messages.</summary>
    public static TaskSettings Parse(string yaml, string source = "task") => TaskYaml.Parse(yaml, source);

    /// <summary>Reads a task that stands within another YAML file; what is wrong with it is added to the file's faults.</summary>
    public static TaskSettings Read(YamlSection section, Faults faults) => TaskYaml.Read(section, faults);

    /// <summary>Checks a task that comes from a record, which may have been edited by hand, like a task file; <paramref name="source"/> stands in messages.</summary>
    /// <exception cref="InputException">Listing every fault.</exception>
    public void Require(string source)
    {
        bool whole = !Structures.IsDefault && !Findings.IsDefault && Structures.All(s => s is { Name: not null, Values.IsDefault: false }) && Findings.All(f => f is not null)
            && Network.Kind is not null;
        if (!whole) throw new InputException($"{source}: a structure, a finding or the network has no name or no values. Put the file back as it was.");
        Parse(ToYaml(), source);
    }

    /// <summary>All settings, in a fixed order; <see cref="Parse"/> gives an equal record back.</summary>
    public string ToYaml() => TaskYaml.Write(this);

    /// <summary>
    /// The settings that decide what a prepared image and its label look like; two tasks with the same text share cache entries.
    /// </summary>
    public string PreparationKey => TaskYaml.PreparationKey(this);

    /// <summary>The index of a structure, its bit in a label byte.</summary>
    public int StructureIndex(string name)
    {
        int index = 0;
        while (index < Structures.Length && Structures[index].Name != name) index++;
        if (index < Structures.Length) return index;
        IEnumerable<string> names = Structures.Select(s => s.Name);
        throw new InputException($"the task '{Name}' has no structure '{name}'{ClosestName.Hint(name, names)}; it has {string.Join(", ", names)}");
    }

    public bool Equals(TaskSettings? other) => other is not null && ToYaml() == other.ToYaml();

    public override int GetHashCode() => ToYaml().GetHashCode(StringComparison.Ordinal);
}
