using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Which findings a site labels: those that at least one of its cases has a value for.</summary>
public static class SiteFindings
{
    /// <summary>In the order of the manifest's columns; only those that the task names, if it names any.</summary>
    /// <exception cref="InputException">No such site, or nothing is left.</exception>
    public static IReadOnlyList<string> Of(Manifest manifest, string site, TaskSettings task) => Of(manifest, [site], task);

    /// <summary>The findings that at least one of several sites labels.</summary>
    public static IReadOnlyList<string> Of(Manifest manifest, IReadOnlyList<string> sites, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(task);
        foreach (string site in sites) manifest.RequireSite(site);
        IReadOnlyList<string> labelled = Labelled(manifest, manifest.Cases.Where(c => sites.Contains(c.Site)));
        IReadOnlyList<string> chosen = task.Findings.IsEmpty ? labelled : [.. labelled.Where(task.Findings.Contains)];
        if (chosen.Count > 0) return chosen;
        string asked = task.Findings.IsEmpty ? "" : $" of those that the task '{task.Name}' names ({string.Join(", ", task.Findings)})";
        string has = labelled.Count == 0 ? "expected columns 'label:NAME' with 1, 0 or -1" : $"it has {string.Join(", ", labelled)}";
        throw new InputException($"{manifest.Path}: site {string.Join(", ", sites.Select(s => $"'{s}'"))} has labels for no finding{asked}; {has}");
    }

    /// <exception cref="InputException">The task names a finding that no site of the manifest has labels for.</exception>
    public static void RequireKnown(Manifest manifest, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(task);
        if (task.Findings.IsEmpty) return;
        IReadOnlyList<string> labelled = Labelled(manifest, manifest.Cases);
        var faults = new Faults($"{manifest.Path}: findings of the task '{task.Name}' that no site has labels for");
        foreach (string finding in task.Findings.Except(labelled))
            faults.Add($"'{finding}'{ClosestName.Hint(finding, labelled)}; there are {string.Join(", ", labelled)}");
        faults.ThrowIfAny();
    }

    static IReadOnlyList<string> Labelled(Manifest manifest, IEnumerable<Case> cases)
    {
        var missing = new HashSet<string>(manifest.Findings, StringComparer.Ordinal);
        foreach (Case c in cases)
        {
            if (missing.Count == 0) break;
            missing.RemoveWhere(finding => c.Findings.GetValueOrDefault(finding) is not null);
        }
        return [.. manifest.Findings.Where(finding => !missing.Contains(finding))];
    }
}
