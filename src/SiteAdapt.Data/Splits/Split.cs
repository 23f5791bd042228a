using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Which subjects train, validate and test. A subject has one subset over all sites, so nobody is in training at one and in
/// test at another; the order of the training lists is fixed, so that budgets are nested.
/// </summary>
public sealed class Split
{
    readonly Dictionary<(string Site, Subset Subset), IReadOnlyList<Case>> lists;

    internal Split(Manifest manifest, IReadOnlyDictionary<string, (Subset Subset, long Order)> subjects, string origin, IReadOnlyList<string>? notes = null)
    {
        (Origin, Notes, Sites) = (origin, notes ?? [], manifest.Sites);
        SubsetOf = subjects.ToDictionary(pair => pair.Key, pair => pair.Value.Subset, StringComparer.Ordinal);
        lists = manifest.Cases.Where(c => subjects.ContainsKey(c.Subject))
            .GroupBy(c => (c.Site, SubsetOf[c.Subject]))
            .ToDictionary(g => g.Key, g => (IReadOnlyList<Case>)[.. g.OrderBy(c => subjects[c.Subject].Order)]);
        Unused = [.. manifest.Cases.Where(c => !subjects.ContainsKey(c.Subject))];
    }

    /// <summary>How the split came about, for run.json and tables.</summary>
    public string Origin { get; }

    /// <summary>What a reader of the split should know, such as subjects of a list that the manifest does not have.</summary>
    public IReadOnlyList<string> Notes { get; }

    public IReadOnlyList<string> Sites { get; }

    /// <summary>Every subject that is used, with its subset.</summary>
    public IReadOnlyDictionary<string, Subset> SubsetOf { get; }

    /// <summary>Cases whose subject has no subset (more subjects than the counts asked for, or not in the list).</summary>
    public IReadOnlyList<Case> Unused { get; }

    /// <summary>
    /// By the manifest's <c>split</c> column if it is filled, else seeded with <paramref name="sizes"/> (by default 75/8/17 %). A column
    /// that only names test subjects is kept, and the others are seeded into training and validation.
    /// </summary>
    /// <exception cref="InputException">A site is too small, or the column puts a subject into two subsets.</exception>
    public static Split Create(Manifest manifest, long seed, SplitSizes? sizes = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        bool column = sizes is null && manifest.Cases.Any(c => c.Split is not null);
        if (!column) return Seeded(manifest, seed, sizes ?? SplitSizes.Default);
        return SplitColumn.NamesOnlyTest(manifest) ? BesideTest(manifest, seed) : SplitColumn.Read(manifest);
    }

    /// <summary>From a list of subjects; see <see cref="SplitList"/> for its form and for the published ones.</summary>
    public static Split FromList(Manifest manifest, SplitList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Apply(manifest);
    }

    static Split Seeded(Manifest manifest, long seed, SplitSizes sizes)
    {
        List<SubjectGroup> groups = SubjectGroup.Of(manifest.Cases, manifest.Sites, seed);
        int[][] targets = [.. manifest.Sites.Select((site, s) => sizes.For(site, groups.Where(g => g.Sites.Contains(s)).Sum(g => g.Subjects.Length)))];
        int[][] counts = GroupCounts.Solve(groups, targets, new RandomStream(seed, "split"));
        var assigned = new Dictionary<string, (Subset, long)>(StringComparer.Ordinal);
        Assign(groups, counts, seed, assigned);
        var split = new Split(manifest, assigned, $"seed {seed}, {sizes} per site");
        split.RequireTrainingAndTest(manifest);
        return split;
    }

    static Split BesideTest(Manifest manifest, long seed)
    {
        var assigned = SplitColumn.TestSubjects(manifest);
        List<SubjectGroup> groups = SubjectGroup.Of(manifest.Cases.Where(c => !assigned.ContainsKey(c.Subject)), manifest.Sites, seed);
        int[][] targets = [.. manifest.Sites.Select((_, s) => SplitSizes.Default.WithoutTest(groups.Where(g => g.Sites.Contains(s)).Sum(g => g.Subjects.Length)))];
        Assign(groups, GroupCounts.Solve(groups, targets, new RandomStream(seed, "split")), seed, assigned);
        return new Split(manifest, assigned, $"test from the manifest's split column, training and validation by seed {seed}");
    }

    static void Assign(List<SubjectGroup> groups, int[][] counts, long seed, Dictionary<string, (Subset, long)> assigned)
    {
        foreach ((SubjectGroup group, int[] count) in groups.Zip(counts)) Assign(group, count, seed, assigned);
    }

    static void Assign(SubjectGroup group, int[] count, long seed, Dictionary<string, (Subset, long)> assigned)
    {
        int next = 0;
        foreach (Subset subset in new[] { Subset.Train, Subset.Test, Subset.Validation })
            for (int i = 0; i < count[(int)subset]; i++, next++)
                assigned[group.Subjects[next]] = (subset, (long)(SubjectGroup.Key(group.Subjects[next], seed) >> 1));
    }

    void RequireTrainingAndTest(Manifest manifest)
    {
        var faults = new Faults(manifest.Path);
        foreach (string site in Sites)
            foreach (Subset subset in new[] { Subset.Train, Subset.Test })
                if (CasesOf(site, subset).Count == 0)
                    faults.Add($"site '{site}' would have no {subset.Name()} subject, because its subjects are also at other sites and count once " +
                        "over all; add subjects, leave a site out, or give a 'split' column");
        faults.ThrowIfAny();
    }

    /// <summary>In the order in which budgets take them; all cases of a subject stand together.</summary>
    public IReadOnlyList<Case> TrainingCases(string site) => CasesOf(site, Subset.Train);

    public IReadOnlyList<Case> ValidationCases(string site) => CasesOf(site, Subset.Validation);

    public IReadOnlyList<Case> TestCases(string site) => CasesOf(site, Subset.Test);

    public IReadOnlyList<Case> CasesOf(string site, Subset subset)
    {
        if (!Sites.Contains(site))
            throw new InputException($"there is no site '{site}'{ClosestName.Hint(site, Sites)}; the sites are {string.Join(", ", Sites)}");
        return lists.GetValueOrDefault((site, subset), []);
    }
}
