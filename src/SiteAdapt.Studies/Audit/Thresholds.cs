using System.Security.Cryptography;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>A file of thresholds, as it was when it was read. docs/how-to/audit.md has an example.</summary>
/// <param name="Changed">The file's time of change, in UTC.</param>
public sealed record Thresholds(string File, string Text, string Sha256, DateTimeOffset Changed, IReadOnlyList<GateRule> Rules)
{
    static readonly string[] Metrics = [MetricText.SurfaceDice, MetricText.Dice, MetricText.Auc, "hd95", "hd100", "assd", "asd_ref_to_pred", "asd_pred_to_ref"];
    static readonly (string, string)[] Dimensions = [(AuditGroup.Sex, AuditGroup.Sex), (AuditGroup.Age, AuditGroup.Age), (AuditGroup.Scanner, AuditGroup.Scanner), (AuditGroup.Site, AuditGroup.Site)];

    /// <exception cref="InputException">Listing every fault of the file.</exception>
    public static Thresholds Read(string path)
    {
        string full = Path.GetFullPath(path);
        if (!System.IO.File.Exists(full)) throw new InputException($"--gate: there is no file '{path}'. Write the thresholds first; docs/how-to/audit.md has an example.");
        string text = TextFile.Read(full);
        return new Thresholds(full, text, Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(full))), System.IO.File.GetLastWriteTimeUtc(full), Parse(text, path));
    }

    /// <param name="source">The file, for messages.</param>
    public static IReadOnlyList<GateRule> Parse(string yaml, string source)
    {
        var faults = new Faults(source);
        var root = new YamlSection(YamlSection.Root(yaml, source, "rules: [{metric: dice, minimum_mean: 0.9}]"), "", faults);
        var rules = new List<GateRule>();
        if (root.Find("rules") is YamlSequenceNode { Children.Count: > 0 } list)
            foreach (var node in list.Children)
            {
                if (node is YamlMappingNode mapping) rules.Add(Rule(new YamlSection(mapping, "rules.", faults), mapping, faults));
                else root.Fault(node, "rules", "a mapping such as {metric: dice, minimum_mean: 0.9}");
            }
        else faults.Add("'rules' is missing; expected a list of rules such as '- metric: dice' with 'minimum_mean: 0.9'");
        root.RefuseUnknownKeys();
        faults.ThrowIfAny();
        return rules;
    }

    static GateRule Rule(YamlSection section, YamlMappingNode node, Faults faults)
    {
        string metric = section.Text("metric", "");
        if (!Metrics.Contains(metric)) faults.Add($"line {node.Start.Line}, 'rules.metric': {(metric.Length == 0 ? "is missing" : $"'{metric}' is no metric{ClosestName.Hint(metric, Metrics)}")}; expected one of {string.Join(", ", Metrics)}");
        bool higher = new MetricText(metric).HigherIsBetter || !Metrics.Contains(metric);
        var (structure, finding) = (section.Find("structure") is null ? null : section.Text("structure", ""), section.Find("finding") is null ? null : section.Text("finding", ""));
        if (structure is not null && metric == MetricText.Auc) faults.Add($"line {node.Start.Line}, 'rules.structure': an AUC is of a finding; use 'finding'");
        if (finding is not null && metric != MetricText.Auc) faults.Add($"line {node.Start.Line}, 'rules.finding': only an AUC is of a finding; use 'structure'");
        string least = higher ? "minimum" : "maximum";
        var rule = new GateRule(metric, section.Text("at", GateRule.Target), structure ?? finding,
            Number(section, $"{least}_mean"), Number(section, higher ? "minimum_lower_bound" : "maximum_upper_bound"), Number(section, $"{least}_worst_subgroup"),
            YamlLists.Items(section, "subgroups", "a list of sex, age, scanner, site", YamlLists.Choice(Dimensions)) ?? [],
            Number(section, "maximum_forgetting"), section.Find("minimum_patients") is null ? null : section.Integer("minimum_patients", 0));
        section.RefuseUnknownKeys();
        Check(rule, new MetricText(metric), node, faults);
        return rule;
    }

    static void Check(GateRule rule, MetricText metric, YamlMappingNode node, Faults faults)
    {
        void Fault(string what) => faults.Add($"line {node.Start.Line}, 'rules': {what}");
        if (rule is { Mean: null, Bound: null, WorstSubgroup: null, Forgetting: null, Patients: null }) Fault("this rule asks for nothing; give it a threshold such as minimum_mean");
        if ((rule.WorstSubgroup is null) != (rule.Subgroups.Count == 0)) Fault("a threshold of the worst subgroup needs 'subgroups', and these need it: subgroups: [sex, age, scanner]");
        if (rule.Part is not null && (rule.WorstSubgroup ?? rule.Forgetting) is not null) Fault("subgroups and forgetting are judged over all structures or findings; put them into a rule without one");
        if (rule.At is not (GateRule.Target or GateRule.Source) && rule.WorstSubgroup is not null) Fault("subgroups are judged at target or source, not at a single site");
        if (rule.Patients < 1) Fault("minimum_patients is below 1");
        if (rule.Forgetting < 0) Fault("maximum_forgetting is below 0; give what may be lost as a positive number");
        foreach (double? value in new[] { rule.Mean, rule.Bound, rule.WorstSubgroup })
            if (metric.IsFraction ? value is < 0 or > 1 : value < 0) Fault(FormattableString.Invariant($"{value} is not {(metric.IsFraction ? "a fraction between 0 and 1 (0.9, not 90)" : "a distance in mm, 0 or more")}"));
    }

    static double? Number(YamlSection section, string key) => section.Find(key) is null ? null : section.Number(key, 0);
}
