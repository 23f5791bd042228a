using SiteAdapt.Data;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>The sections <c>sites</c> and <c>pairs</c>.</summary>
static class PairsYaml
{
    const string Key = "pairs";
    const int MostPatients = 1_000_000; // of a site: a plan lists them all
    const string Expected = "all, each-as-target, or a list of [source, target]; several sources are a list of their own: [[a, b], target]";

    /// <summary>A list of names, or a mapping from names to numbers of patients.</summary>
    public static IReadOnlyList<StudySite> ReadSites(YamlSection root)
    {
        const string Sites = "sites";
        if (root.Find(Sites) is not YamlMappingNode mapping)
            return [.. (YamlLists.Items<string>(root, Sites, "a list of site names, or a mapping from names to numbers of patients", YamlLists.Name) ?? []).Select(name => new StudySite(name))];
        var sites = new List<StudySite>();
        foreach (var (name, count) in mapping.Children)
            if (YamlSection.TryInteger(count, out int patients) && patients is > 0 and <= MostPatients) sites.Add(new StudySite(name.ToString(), patients));
            else root.Fault(count, $"{Sites}.{name}", $"a number of patients (1 to {MostPatients})");
        return sites;
    }

    public static PairRule ReadRule(YamlSection root, out IReadOnlyList<StudyPair> pairs)
    {
        pairs = [];
        switch (root.Find(Key))
        {
            case null or YamlScalarNode { Value: "all" }:
                return PairRule.All;
            case YamlScalarNode { Value: "each-as-target" }:
                return PairRule.EachAsTarget;
            case YamlSequenceNode several:
                pairs = ReadList(root, several);
                return PairRule.Listed;
            case var other:
                root.Fault(other, Key, Expected);
                return PairRule.All;
        }
    }

    static List<StudyPair> ReadList(YamlSection root, YamlSequenceNode list)
    {
        var read = new List<StudyPair>();
        foreach (var node in list.Children)
        {
            if (ReadPair(node) is not { } pair) root.Fault(node, Key, Expected);
            else if (read.Any(known => known.Target == pair.Target && known.SourceName == pair.SourceName)) root.Fault(node, Key, "there only once: it stands in the list twice");
            else if (pair.Sources.Contains(pair.Target)) root.Fault(node, Key, "a pair of different sites");
            else read.Add(pair);
        }
        if (list.Children.Count == 0) root.Fault(list, Key, Expected);
        return read;
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
