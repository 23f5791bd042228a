using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SiteAdapt.Imaging;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Data;

/// <summary>Task settings from YAML and back.</summary>
static class TaskYaml
{
    const string NativeSpacing = "native";

    /// <summary>Keys that only segmentation tasks have.</summary>
    static readonly string[] SegmentationKeys =
        ["spacing", "orientation", "slicing_axis", "intensity", "input_slices", "structures", "metric", "component_filter", "slice_pool", "edge_slices"];

    public const string LearningRateKey = "learning_rate", AdaptationLearningRateKey = "adaptation_learning_rate";

    public static readonly string[] SegmentationNetworkKeys = ["width", "final_norm"];

    public static TaskSettings Load(string nameOrFile)
    {
        if (TaskPresets.Find(nameOrFile) is { } preset) return preset;
        if (File.Exists(nameOrFile)) return Parse(TextFile.Read(nameOrFile), nameOrFile);
        IEnumerable<string> names = TaskPresets.All.Select(t => t.Name);
        throw new InputException($"'{nameOrFile}' is neither a task preset{ClosestName.Hint(nameOrFile, names)} nor a file; " +
            $"the presets are {string.Join(", ", names)}, a file is YAML and may begin with 'base: brain'");
    }

    public static TaskSettings Parse(string yaml, string source)
    {
        var faults = new Faults(source);
        TaskSettings read = Read(new YamlSection(YamlSection.Root(yaml, source, "base: brain"), "", faults), faults);
        faults.ThrowIfAny();
        return read;
    }

    /// <summary>A task that stands within another file; what is wrong with it is added to the file's faults.</summary>
    public static TaskSettings Read(YamlSection root, Faults faults)
    {
        TaskSettings basis = BaseOf(root, faults);
        TaskKind kind = root.Choice("kind", TaskNames.Kinds, basis.Kind);
        if (kind != basis.Kind) basis = OtherBase(root, basis, kind, faults);
        TaskSettings read = kind == TaskKind.Classification ? ClassificationYaml.Read(root, basis) : Read(root, basis, faults);
        if (kind == TaskKind.Classification) root.RefuseUnknownKeys(TaskKind.Segmentation, SegmentationKeys);
        else root.RefuseUnknownKeys(TaskKind.Classification, ClassificationYaml.Keys);
        TaskValidation.Check(read, faults);
        return read;
    }

    static TaskSettings BaseOf(YamlSection root, Faults faults)
    {
        YamlNode? node = root.Find("base");
        if (node is null) return new TaskSettings { Name = "", Structures = [] };
        if (node is YamlScalarNode { Value: { } name } && TaskPresets.Find(name) is { } preset) return preset;
        string[] names = [.. TaskPresets.All.Select(t => t.Name)];
        root.Fault(node, "base", $"a preset{ClosestName.Hint(node.ToString(), names)}; there are {string.Join(", ", names)}");
        faults.ThrowIfAny();
        return TaskPresets.Brain;
    }

    /// <summary>What missing keys are taken from where the file's kind is not its base's.</summary>
    static TaskSettings OtherBase(YamlSection root, TaskSettings basis, TaskKind kind, Faults faults)
    {
        if (root.Find("base") is not null)
            faults.Add($"'kind' is {TaskNames.NameOf(TaskNames.Kinds, kind)}, but the base '{basis.Name}' is a task of " +
                $"{TaskNames.NameOf(TaskNames.Kinds, basis.Kind)}; use the base of the same kind, for example " +
                $"'base: {TaskPresets.All.First(task => task.Kind == kind).Name}', or none");
        faults.ThrowIfAny();
        return kind == TaskKind.Classification ? TaskPresets.ChestXray with { Name = "" } : basis;
    }

    static TaskSettings Read(YamlSection root, TaskSettings basis, Faults faults) => basis with
    {
        Name = root.Text("name", basis.Name),
        Spacing = ReadSpacing(root, basis.Spacing),
        Orientation = root.Choice("orientation", TaskNames.Orientations, basis.Orientation),
        SlicingAxis = root.Choice("slicing_axis", TaskNames.Axes, basis.SlicingAxis),
        Intensity = ReadIntensity(root.Section("intensity"), basis.Intensity),
        Window = root.Integer("window", basis.Window),
        InputSlices = root.Integer("input_slices", basis.InputSlices),
        Structures = StructuresYaml.Read(root, basis.Structures, faults),
        Network = ReadNetwork(root.Section("network"), basis.Network),
        Metric = ReadMetric(root.Section("metric"), basis.Metric),
        ComponentFilter = root.Choice("component_filter", TaskNames.Filters, basis.ComponentFilter),
        SlicePool = root.Choice("slice_pool", TaskNames.SlicePools, basis.SlicePool),
        EdgeSlices = root.Choice("edge_slices", TaskNames.EdgeSlices, basis.EdgeSlices),
        LearningRate = ReadLearningRate(root, LearningRateKey, basis.LearningRate),
        AdaptationLearningRate = ReadLearningRate(root, AdaptationLearningRateKey, basis.AdaptationLearningRate),
    };

    static Spacing? ReadSpacing(YamlSection root, Spacing? fallback)
    {
        if (root.Find("spacing") is not { } node) return fallback;
        if (node is YamlScalarNode { Value: NativeSpacing }) return null;
        if (YamlSection.TryNumber(node, out double mm)) return Spacing.Isotropic(mm);
        double[] parts = node is YamlSequenceNode list
            ? [.. list.Children.Select(part => YamlSection.TryNumber(part, out double number) ? number : double.NaN)] : [];
        if (parts.Length == 3 && parts.All(double.IsFinite)) return new Spacing(parts[0], parts[1], parts[2]);
        root.Fault(node, "spacing", "three numbers in mm such as [1, 0.95, 0.95], one number for all, or native");
        return fallback;
    }

    static IntensitySettings ReadIntensity(YamlSection section, IntensitySettings basis)
    {
        IntensityKind kind = section.Choice("kind", TaskNames.Intensities, basis.Kind);
        (double low, double high) = (basis.LowPercentile, basis.HighPercentile);
        if (section.Find("percentiles") is { } node)
        {
            bool two = node is YamlSequenceNode { Children.Count: 2 } list
                & YamlSection.TryNumber((node as YamlSequenceNode)?.Children.FirstOrDefault() ?? node, out low)
                & YamlSection.TryNumber((node as YamlSequenceNode)?.Children.LastOrDefault() ?? node, out high);
            if (!two) section.Fault(node, "percentiles", "two numbers such as [1, 99]");
        }
        section.RefuseUnknownKeys();
        return new IntensitySettings(kind, low, high);
    }

    static NetworkSettings ReadNetwork(YamlSection section, NetworkSettings basis)
    {
        var read = new NetworkSettings(section.Text("kind", basis.Kind), section.Integer("width", basis.Width),
            section.Flag("final_norm", basis.FinalNorm));
        section.RefuseUnknownKeys();
        return read;
    }

    static MetricSettings ReadMetric(YamlSection section, MetricSettings basis)
    {
        var read = new MetricSettings(section.Number("tolerance_mm", basis.ToleranceMm),
            section.Choice("spacing", TaskNames.MetricSpacings, basis.Spacing),
            section.Choice("headline", TaskNames.Headlines, basis.Headline));
        section.RefuseUnknownKeys();
        return read;
    }

    public static double? ReadLearningRate(YamlSection root, string key, double? fallback) =>
        root.Find(key) is null ? fallback : root.Number(key, fallback ?? 0);

    public static string Write(TaskSettings task) => task.IsClassification ? ClassificationYaml.Write(task) : new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"name: {Quoted(task.Name)}\n")
        .Append(PreparationKey(task))
        .Append(CultureInfo.InvariantCulture, $"window: {task.Window}\ninput_slices: {task.InputSlices}\n")
        .Append(CultureInfo.InvariantCulture, $"network:\n  kind: {task.Network.Kind}\n  width: {task.Network.Width}\n")
        .Append(CultureInfo.InvariantCulture, $"  final_norm: {(task.Network.FinalNorm ? "true" : "false")}\n")
        .Append(CultureInfo.InvariantCulture, $"metric:\n  tolerance_mm: {task.Metric.ToleranceMm:R}\n")
        .Append(CultureInfo.InvariantCulture, $"  spacing: {TaskNames.NameOf(TaskNames.MetricSpacings, task.Metric.Spacing)}\n")
        .Append(Headline(task))
        .Append(CultureInfo.InvariantCulture, $"component_filter: {TaskNames.NameOf(TaskNames.Filters, task.ComponentFilter)}\n")
        .Append(SliceSettings(task))
        .ToString();

    // What stands at its default is not written, so that the text of a task does not change with the program
    static string Headline(TaskSettings task) => task.Metric.Headline == default ? ""
        : $"  headline: {TaskNames.NameOf(TaskNames.Headlines, task.Metric.Headline)}\n";

    static string SliceSettings(TaskSettings task) =>
        (task.SlicePool == default ? "" : $"slice_pool: {TaskNames.NameOf(TaskNames.SlicePools, task.SlicePool)}\n") +
        (task.EdgeSlices == default ? "" : $"edge_slices: {TaskNames.NameOf(TaskNames.EdgeSlices, task.EdgeSlices)}\n") +
        LearningRates(task);

    public static string LearningRates(TaskSettings task) =>
        LearningRateLine(LearningRateKey, task.LearningRate) + LearningRateLine(AdaptationLearningRateKey, task.AdaptationLearningRate);

    static string LearningRateLine(string key, double? rate) => rate is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{key}: {rate:R}\n");

    public static string PreparationKey(TaskSettings task)
    {
        if (task.IsClassification) return ClassificationYaml.PreparationKey(task);
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"spacing: {Text(task.Spacing)}\n")
            .Append(CultureInfo.InvariantCulture, $"orientation: {TaskNames.NameOf(TaskNames.Orientations, task.Orientation)}\n")
            .Append(CultureInfo.InvariantCulture, $"slicing_axis: {TaskNames.NameOf(TaskNames.Axes, task.SlicingAxis)}\n")
            .Append(CultureInfo.InvariantCulture, $"intensity:\n  kind: {TaskNames.NameOf(TaskNames.Intensities, task.Intensity.Kind)}\n")
            .Append(CultureInfo.InvariantCulture, $"  percentiles: [{task.Intensity.LowPercentile:R}, {task.Intensity.HighPercentile:R}]\n")
            .Append(StructuresYaml.Write(task.Structures))
            .ToString();
    }

    static string Text(Spacing? spacing) => spacing is { } s
        ? string.Create(CultureInfo.InvariantCulture, $"[{s.X:R}, {s.Y:R}, {s.Z:R}]") : NativeSpacing;

    // Single quotes: a name such as "1" or "yes" stays a text
    public static string Quoted(string text) => $"'{text.Replace("'", "''")}'";
}
