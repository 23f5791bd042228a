namespace SiteAdapt.Data;

/// <summary>The split that a manifest's own column gives; training lists are in the order of the rows.</summary>
static class SplitColumn
{
    /// <summary>Whether it says test for some subjects, and nothing for the others: a published test set.</summary>
    public static bool NamesOnlyTest(Manifest manifest) =>
        manifest.Cases.All(c => c.Split is null or Subset.Test) && TestSubjects(manifest).Count < manifest.Cases.Select(c => c.Subject).Distinct().Count();

    public static Dictionary<string, (Subset, long)> TestSubjects(Manifest manifest) => manifest.Cases.Where(c => c.Split is Subset.Test)
        .Select(c => c.Subject).Distinct().Index().ToDictionary(s => s.Item, s => (Subset.Test, (long)s.Index), StringComparer.Ordinal);

    public static Split Read(Manifest manifest)
    {
        var faults = new Faults($"{manifest.Path}: column 'split'");
        var subjects = new Dictionary<string, (Subset, long)>(StringComparer.Ordinal);
        foreach (var subject in manifest.Cases.GroupBy(c => c.Subject, StringComparer.Ordinal))
        {
            Case[] given = [.. subject.Where(c => c.Split is not null)];
            if (given.Select(c => c.Split).Distinct().Count() > 1)
                faults.Add($"subject '{subject.Key}' is in more than one subset: " +
                    $"{string.Join(", ", given.Select(c => $"{c.Split!.Value.Name()} with case '{c.Id}' of site '{c.Site}'"))}; a subject has one over all sites");
            else if (given.Length == 0)
                faults.Add($"case '{subject.First().Id}' (subject '{subject.Key}') has none, while others have; expected train, validation or test");
            else subjects[subject.Key] = (given[0].Split!.Value, subjects.Count);
        }
        faults.ThrowIfAny();
        return new Split(manifest, subjects, "the manifest's split column");
    }
}
