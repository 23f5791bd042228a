using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Data;

/// <summary>The structures of a task, names with label values, from YAML and back.</summary>
static class StructuresYaml
{
    const string AnyPositive = "any";

    public static ImmutableArray<Structure> Read(YamlSection root, ImmutableArray<Structure> fallback, Faults faults)
    {
        if (root.Find("structures") is not { } node) return fallback;
        if (node is not YamlMappingNode mapping)
        {
            root.Fault(node, "structures", "a mapping from names to label values, such as 'gland: [1, 2]' or 'brain: any'");
            return fallback;
        }
        return [.. mapping.Children.Select(pair => ReadOne(pair.Key.ToString(), pair.Value, faults))];
    }

    static Structure ReadOne(string name, YamlNode node, Faults faults)
    {
        if (node is YamlScalarNode { Value: AnyPositive }) return Structure.AnyPositive(name);
        YamlNode[] parts = node is YamlSequenceNode list ? [.. list.Children] : [node];
        var values = ImmutableArray.CreateBuilder<int>();
        foreach (YamlNode part in parts)
            if (YamlSection.TryInteger(part, out int value)) values.Add(value);
        if (values.Count != parts.Length || values.Count == 0)
            faults.Add($"line {node.Start.Line}, 'structures.{name}': expected whole label values such as 3 or [1, 2], or 'any' for all above 0");
        return new Structure(name, values.ToImmutable());
    }

    public static string Write(ImmutableArray<Structure> structures) => "structures:\n" + string.Concat(structures.Select(s =>
        $"  {TaskYaml.Quoted(s.Name)}: {(s.IsAnyPositive ? AnyPositive : $"[{string.Join(", ", s.Values)}]")}\n"));
}
