using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>The section <c>methods</c>: names, or mappings with a name, options, a label, optimizers and the source's share.</summary>
static class MethodsYaml
{
    const string Key = "methods", Expected = "a list of method names, or of mappings with 'name' and 'set'";

    public static IReadOnlyList<OptimizerKind>? ReadOptimizers(YamlSection section) =>
        YamlLists.Items(section, "optimizers", "adam, sgd or both: [adam, sgd]", YamlLists.Choice(("adam", OptimizerKind.Adam), ("sgd", OptimizerKind.Sgd)));

    public static IReadOnlyList<StudyMethod> Read(YamlSection root, Faults faults)
    {
        if (root.Find(Key) is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            if (root.Find(Key) is { } other) root.Fault(other, Key, Expected);
            else faults.Add($"'{Key}' is missing; expected {Expected}");
            return [];
        }
        var study = ReadOptimizers(root) ?? [OptimizerKind.Adam];
        var methods = new List<StudyMethod>();
        foreach (var node in list.Children)
        {
            var method = node switch
            {
                YamlScalarNode { Value: { Length: > 0 } name } => new StudyMethod(name),
                YamlMappingNode mapping => ReadOne(new YamlSection(mapping, $"{Key}.", faults)),
                _ => null,
            };
            if (method is null) root.Fault(node, Key, "a method name or a mapping");
            else if (methods.Any(known => known.Label == method.Label)) faults.Add($"line {node.Start.Line}, '{Key}': '{method.Label}' stands there twice; give one of them another 'label'");
            else Check(method, method.Optimizers ?? study, node, faults);
            if (method is not null && Poses(method)) faults.Add($"line {node.Start.Line}, '{Key}': '{method.Label}' names another method than this entry ('{method.Method}' with its options and source_budget); give it a 'label' of its own");
            if (method is not null) methods.Add(method);
        }
        return methods;
    }

    /// <summary>A label that is a method's name, or several joined, would pass for that method in tables and beside published numbers.</summary>
    static bool Poses(StudyMethod method) => !method.Is(method.Label) && method.Label.Split('+').All(part => MethodCatalog.Names.Contains(part.Trim()));

    static StudyMethod ReadOne(YamlSection section)
    {
        string name = section.Text("name", "");
        List<string> options = section.Find("set") is YamlMappingNode set ? [.. set.Children.Select(option => $"{option.Key}={option.Value}")] : [];
        if (section.Find("set") is { } other and not YamlMappingNode) section.Fault(other, "set", "a mapping of options such as {target-stream: last2}");
        var source = BudgetsYaml.ReadOne(section, "source_budget");
        string label = section.Text("label", string.Join(' ', [name, .. options, .. source is null ? (string[])[] : ["source", BudgetName.Of(source)]]));
        var method = new StudyMethod(label, name, options, ReadOptimizers(section), source);
        section.RefuseUnknownKeys();
        return method;
    }

    /// <summary>Resolved once for every optimizer that it will run with, so that a wrong option is told before anything is computed.</summary>
    static void Check(StudyMethod method, IReadOnlyList<OptimizerKind> optimizers, YamlNode node, Faults faults)
    {
        try
        {
            foreach (var optimizer in optimizers)
            {
                var resolved = method.Resolve(optimizer);
                if (method.SourceBudget is not null && !resolved.Mix.NeedsSource)
                    throw new InputException($"'{method.Label}' mixes no source samples into its batches, so that source_budget has no effect");
            }
        }
        catch (InputException fault)
        {
            faults.Add($"line {node.Start.Line}, '{Key}': {fault.Message}");
        }
    }
}
