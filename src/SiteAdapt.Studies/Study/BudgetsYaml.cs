using SiteAdapt.Data;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>Budgets: a number of patients, or a mapping with <c>patients</c>, <c>slices</c> (of these patients) or, for classification, <c>images</c>.</summary>
static class BudgetsYaml
{
    const string Expected = "a number of patients, or a mapping such as {patients: 1, slices: 90} or {images: 128}";

    public static IReadOnlyList<Budget> Read(YamlSection root) => YamlLists.Items(root, "budgets", Expected, (YamlNode node, out Budget budget) => TryRead(node, out budget)) ?? [];

    public static Budget? ReadOne(YamlSection section, string key)
    {
        if (section.Find(key) is not { } node) return null;
        if (TryRead(node, out var budget)) return budget;
        section.Fault(node, key, Expected);
        return null;
    }

    static bool TryRead(YamlNode node, out Budget budget)
    {
        budget = Budget.All;
        if (YamlSection.TryInteger(node, out int patients)) return patients > 0 && (budget = new Budget(patients)) is not null;
        if (node is not YamlMappingNode { Children.Count: > 0 } mapping) return false;
        foreach (var (key, value) in mapping.Children)
        {
            if (!YamlSection.TryInteger(value, out int count) || count < 1) return false;
            switch ((key as YamlScalarNode)?.Value)
            {
                case "patients": budget = budget with { Patients = count }; break;
                case "slices": budget = budget with { Slices = count }; break;
                case "images": budget = budget with { Images = count }; break;
                default: return false;
            }
        }
        return true;
    }
}
