using SiteAdapt.Data;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>The sections <c>sites</c> and <c>pairs</c>.</summary>
static class PairsYaml
{
    const string Expected = "all, each-as-target, or a list of [source, target]; several sources are a list of their own: [[a, b], target]";

    /// <summary>A list of names, or a mapping from names to numbers of patients.</summary>
    public static IReadOnlyList<StudySite> ReadSites(YamlSection root)
    {
        const string Key = "sites";
        if (root.Find(Key) is not YamlMappingNode mapping)
            return [.. (YamlLists.Items<string>(root, Key, "a list of site names, or a mapping from names to numbers of patients", YamlLists.Name) ?? []).Select(name => new StudySite(name))];
        var sites = new List<StudySite>();
        foreach (var (name, count) in mapping.Children)
            if (YamlSection.TryInteger(count, out int patients) && patients > 0) sites.Add(new StudySite(name.ToString(), patients));
            else root.Fault(count, $"{Key}.{name}", "a number of patients");
        return sites;
    }

    public static PairRule ReadRule(YamlSection root, out IReadOnlyList<StudyPair> pairs)
    {
        const string Key = "pairs";
        pairs = [];
        if (root.Find(Key) is not YamlSequenceNode list)
            return root.Choice(Key, [("all", PairRule.All), ("each-as-target", PairRule.EachAsTarget)], PairRule.All);
        var read = new List<StudyPair>();
        foreach (var node in list.Children)
        {
            if (ReadPair(node) is not { } pair) root.Fault(node, Key, Expected);
            else if (read.Any(known => known.Target == pair.Target && known.SourceName == pair.SourceName)) root.Fault(node, Key, "there only once: it stands in the list twice");
            else if (pair.Sources.Contains(pair.Target)) root.Fault(node, Key, "a pair of different sites");
            else read.Add(pair);
        }
        if (list.Children.Count == 0) root.Fault(list, Key, Expected);
        pairs = read;
        return PairRule.Listed;
    }

    static StudyPair? ReadPair(YamlNode node)
    {
        if (node is not YamlSequenceNode { Children: [var source, YamlScalarNode { Value.Length: > 0 } target] }) return null;
        var sources = source is YamlSequenceNode several ? several.Children : [source];
        List<string> names = [.. sources.OfType<YamlScalarNode>().Select(name => name.Value ?? "")];
        bool valid = names.Count == sources.Count && names.Count > 0 && names.All(name => name.Length > 0) && names.Distinct().Count() == names.Count;
        return valid ? new StudyPair(names, target.Value!) : null;
    }
}
