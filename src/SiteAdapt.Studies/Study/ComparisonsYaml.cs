using SiteAdapt.Data;
using SiteAdapt.Learning;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>The section <c>compare</c>: questions, each with two labels of methods and, where they differ, the normalisation statistics of each.</summary>
static class ComparisonsYaml
{
    const string Key = "compare", Expected = "a list of mappings such as {question: Is it the ramp?, methods: [mmtl, mmtl half]}";

    public static readonly (string Name, NormSource Value)[] Statistics = [("own", NormSource.Own), ("source", NormSource.Source), ("recalibrated", NormSource.Recalibrated)];

    public static IReadOnlyList<StudyComparison> Read(YamlSection root, Faults faults)
    {
        if (root.Find(Key) is not { } node) return [];
        if (node is not YamlSequenceNode list)
        {
            root.Fault(node, Key, Expected);
            return [];
        }
        foreach (var wrong in list.Children.Where(item => item is not YamlMappingNode)) root.Fault(wrong, Key, Expected);
        return [.. list.Children.OfType<YamlMappingNode>().Select(mapping => ReadOne(new YamlSection(mapping, $"{Key}.", faults), mapping, faults))];
    }

    static StudyComparison ReadOne(YamlSection section, YamlNode node, Faults faults)
    {
        string question = section.Text("question", "");
        var methods = Two<string>(section, "methods", "two labels of 'methods': [mmtl, mmtl half]", YamlLists.Name, node, faults) ?? ["", ""];
        var statistics = section.Find("statistics") is null ? [NormSource.Own, NormSource.Own]
            : Two(section, "statistics", "own, source or recalibrated for each of the two: [source, own]", YamlLists.Choice(Statistics), node, faults) ?? [NormSource.Own, NormSource.Own];
        section.RefuseUnknownKeys();
        return new StudyComparison(question.Length > 0 ? question : $"{methods[0]} against {methods[1]}", methods[0], methods[1], statistics[0], statistics[1]);
    }

    /// <summary>Exactly two, which may be equal.</summary>
    static List<T>? Two<T>(YamlSection section, string key, string expected, YamlLists.Parse<T> parse, YamlNode at, Faults faults)
    {
        if (section.Find(key) is not { } node)
        {
            faults.Add($"line {at.Start.Line}, '{Key}.{key}' is missing; expected {expected}");
            return null;
        }
        var items = new List<T>();
        foreach (var item in (node as YamlSequenceNode)?.Children ?? [])
            if (parse(item, out var value)) items.Add(value);
        if (node is YamlSequenceNode { Children.Count: 2 } && items.Count == 2) return items;
        section.Fault(node, key, expected);
        return null;
    }
}
