using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Data;

/// <summary>The settings of a classification task from YAML and back.</summary>
static class ClassificationYaml
{
    /// <summary>Keys that only classification tasks have.</summary>
    public static readonly string[] Keys = ["aspect", "channels", "findings", "uncertain"];

    public static TaskSettings Read(YamlSection root, TaskSettings basis)
    {
        YamlSection network = root.Section("network");
        TaskSettings read = basis with
        {
            Kind = TaskKind.Classification,
            Name = root.Text("name", basis.Name),
            Window = root.Integer("window", basis.Window),
            Aspect = root.Choice("aspect", TaskNames.Aspects, basis.Aspect),
            Channels = root.Integer("channels", basis.Channels),
            Findings = ReadFindings(root, basis.Findings),
            Uncertain = root.Choice("uncertain", TaskNames.UncertainPolicies, basis.Uncertain),
            LearningRate = TaskYaml.ReadLearningRate(root, TaskYaml.LearningRateKey, basis.LearningRate),
            AdaptationLearningRate = TaskYaml.ReadLearningRate(root, TaskYaml.AdaptationLearningRateKey, basis.AdaptationLearningRate),
            Network = basis.Network with { Kind = network.Text("kind", basis.Network.Kind) },
        };
        network.RefuseUnknownKeys(TaskKind.Segmentation, TaskYaml.SegmentationNetworkKeys);
        return read;
    }

    static ImmutableArray<string> ReadFindings(YamlSection root, ImmutableArray<string> fallback)
    {
        if (root.Find("findings") is not { } node) return fallback;
        if (node is YamlSequenceNode list && list.Children.All(item => item is YamlScalarNode { Value.Length: > 0 }))
            return [.. list.Children.Select(item => ((YamlScalarNode)item).Value!)];
        root.Fault(node, "findings", "a list of names such as [Edema, Effusion]; an empty list means every finding of the manifest");
        return fallback;
    }

    public static string Write(TaskSettings task) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"name: {TaskYaml.Quoted(task.Name)}\n")
        .Append(PreparationKey(task))
        .Append(CultureInfo.InvariantCulture, $"channels: {task.Channels}\n")
        .Append(CultureInfo.InvariantCulture, $"findings: [{string.Join(", ", task.Findings.Select(TaskYaml.Quoted))}]\n")
        .Append(CultureInfo.InvariantCulture, $"uncertain: {TaskNames.NameOf(TaskNames.UncertainPolicies, task.Uncertain)}\n")
        .Append(CultureInfo.InvariantCulture, $"network:\n  kind: {task.Network.Kind}\n")
        .Append(TaskYaml.LearningRates(task))
        .ToString();

    public static string PreparationKey(TaskSettings task) => string.Create(CultureInfo.InvariantCulture,
        $"kind: {TaskNames.NameOf(TaskNames.Kinds, task.Kind)}\nwindow: {task.Window}\naspect: {TaskNames.NameOf(TaskNames.Aspects, task.Aspect)}\n");
}
