using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// The target's cases that must not be proposed: what a split holds back for test or validation, and what the run was trained on with a label, under this
/// name or another. Two splits count: that of the manifest and, where it is another file and still there, that of the run's own manifest.
/// </summary>
sealed class HeldCases
{
    readonly TrainingData data;
    readonly List<(Split Split, string Manifest)> splits;
    readonly HashSet<(string Site, string Case)> trained;
    readonly Lazy<Dictionary<string, string>> pixels;
    readonly Lazy<PersonIndex<Case>> persons;

    public HeldCases(TrainingData data, SeenCases seen, RunRecord record, string target)
    {
        this.data = data;
        splits = [(data.Split, data.Manifest.Path)];
        string own = record.Data.Manifest;
        if (own != data.Manifest.Path && File.Exists(own)) splits.Add((record.Data.Split.Apply(Manifest.Read(own, checkFiles: false)), own));
        trained = [.. record.SeenCases().Where(item => item.Unlabelled != true).Select(item => (item.Site, item.Case))];
        Held = [.. data.Manifest.CasesAt(target).Where(IsHeldBack)];
        pixels = new(() => Images(seen));
        persons = new(() => new PersonIndex<Case>(data.Manifest.Cases.Where(IsHeldBack), item => new SubjectId(item.Subject, item.Site)));
    }

    /// <summary>The target's test and validation cases.</summary>
    public IReadOnlyList<Case> Held { get; }

    public bool IsHeldBack(Case item) => HeldBy(item) is not null;

    /// <summary>Whether the run's weights have seen the case with its label.</summary>
    public bool IsTrained(Case item) => trained.Contains((item.Site, item.Id));

    /// <summary>Null: nothing speaks against it. Images are compared where <see cref="TrainingData.Pixels"/> has read them.</summary>
    public string? WhyNot(Case item) => HeldBy(item) ?? LikeOneHeld(item) ?? (data.Pixels.Of(item) is { } image ? pixels.Value.GetValueOrDefault(image) : null);

    string? HeldBy(Case item)
    {
        foreach (var (split, manifest) in splits)
            if (split.SubsetOf.TryGetValue(item.Subject, out var subset) && subset != Subset.Train)
                return $"reserved for {subset.Name()} by the split ({split.Origin}{(manifest == data.Manifest.Path ? "" : $", of the run's own manifest {manifest}")})";
        return null;
    }

    /// <summary>What speaks against a subject that looks like another session of one that is held back.</summary>
    string? LikeOneHeld(Case item) => persons.Value.Find(new SubjectId(item.Subject, item.Site)) is not { } other ? null
        : $"its subject '{item.Subject}' looks like '{other.Subject}', who is {HeldBy(other)}; if they are two people, rename one";

    /// <summary>What speaks against an image, by its pixels.</summary>
    Dictionary<string, string> Images(SeenCases seen)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in Held)
            if (data.Pixels.Of(item) is { } image) found.TryAdd(image, $"shows the image of case '{item.Id}' (subject '{item.Subject}'), which is {HeldBy(item)}");
        foreach (var item in seen.All.Where(item => item.Pixels is not null && trained.Contains((item.Site, item.Case))))
            found.TryAdd(item.Pixels!, $"shows the image of case '{item.Case}' (subject '{item.Subject}') of site '{item.Site}', which the run was trained on");
        return found;
    }
}
