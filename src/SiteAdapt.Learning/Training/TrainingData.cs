using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>A manifest with its split and its prepared cases: where pools of training slices come from.</summary>
public sealed class TrainingData(Manifest manifest, SplitRecord splitRecord, TaskSettings task, PreparedCache cache) : IDisposable
{
    static readonly int[] OnlySlice = [0];
    readonly Dictionary<Case, PreparedCase> open = [];
    readonly PreparedImages images = new(cache.Folder);
    CasePixels? pixels;

    public Manifest Manifest => manifest;

    public SplitRecord SplitRecord => splitRecord;

    public Split Split { get; } = splitRecord.Apply(manifest);

    public TaskSettings Task => task;

    public PreparedCache Cache => cache;

    /// <summary>What the images of cases show, whatever their files are called.</summary>
    public CasePixels Pixels => pixels ??= new CasePixels(task, cache, images);

    /// <summary>Told how many cases are prepared of how many, while pools are made.</summary>
    public Action<int, int, string>? Preparing { get; init; }

    /// <summary>Told what a reader of the run should know.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Classification: leave images out that cannot be read, instead of refusing all.</summary>
    public bool SkipUnreadable { get => images.SkipUnreadable; init => images = new(cache.Folder) { SkipUnreadable = value }; }

    /// <summary>Told which images were left out.</summary>
    public Action<UnreadableImage>? Skipped { get; init; }

    /// <summary>Classification: the prepared images of cases, in their order; those that are not there yet are prepared in parallel.</summary>
    public IReadOnlyList<PreparedImage> Images(IReadOnlyList<Case> cases, CancellationToken stop = default)
    {
        var prepared = images.Prepare(cases, task, Preparing, stop);
        foreach (var image in prepared.Unreadable) Skipped?.Invoke(image);
        return prepared.Images;
    }

    /// <summary>The prepared case of a segmentation task; built on first use.</summary>
    public PreparedCase Open(Case item)
    {
        if (!open.TryGetValue(item, out var prepared)) open[item] = prepared = cache.Open(item, task);
        return prepared;
    }

    /// <summary>
    /// The slices that training at the sites may draw from. The budget counts patients of all the sites together: the first of
    /// each site's training list, then the second of each, and so on. Which slices the task's rule takes is a matter of the data,
    /// like the split, and has the split's seed. Cases that are not annotated are no part of a <paramref name="labelled"/> pool, nor of its budget; of another
    /// one no label is read, whether a case has one or not.
    /// </summary>
    public IReadOnlyList<PoolCase> Pool(IReadOnlyList<string> sites, Budget? budget, bool labelled = true)
    {
        if (sites.Count == 0) throw new InputException($"no site is given; the sites of {manifest.Path} are {string.Join(", ", manifest.Sites)}.");
        var lists = sites.Distinct().Select(Split.TrainingCases).Select(list => labelled ? list : [.. list.Select(item => item.Unlabelled())]).ToList();
        List<Case> cases = budget is null ? [.. lists.SelectMany(list => list)] : TakingTurns(lists);
        if (task.IsClassification) return ImagePool(labelled ? Labelled(cases, sites) : cases, budget ?? Budget.All, sites);
        if (labelled) cases = Annotated(cases);
        var chosen = (budget ?? Budget.All).ChooseCases(cases);
        for (int i = 0; i < chosen.Count; i++)
        {
            Open(chosen[i]);
            Preparing?.Invoke(i + 1, chosen.Count, chosen[i].Id);
        }
        return [.. (budget ?? Budget.All).Choose(cases, item => SliceRules.Trained(Open(item), task, splitRecord.Seed)).Cases.Select(item => new PoolCase(Open(item.Case), item.Slices))];
    }

    List<Case> Annotated(List<Case> cases)
    {
        foreach (var site in cases.GroupBy(item => item.Site))
        {
            int missing = site.Count(item => item.Label is null), all = site.Count();
            if (missing == all) throw new InputException($"{manifest.Path}: no training case of site '{site.Key}' has a label; training cases need one.");
            if (missing > 0) Note?.Invoke($"{site.Key}: {missing} of {all} training cases have no label and are left out of the training");
        }
        return cases.FindAll(item => item.Label is not null);
    }

    /// <summary>Images with a known label at least: others would use up a budget and teach nothing.</summary>
    List<Case> Labelled(List<Case> cases, IReadOnlyList<string> sites)
    {
        var findings = SiteFindings.Of(manifest, sites, task);
        return cases.FindAll(item => FindingLabels.Of(item, findings, task).Any(float.IsFinite));
    }

    List<PoolCase> ImagePool(List<Case> cases, Budget budget, IReadOnlyList<string> sites)
    {
        if (cases.Count == 0)
            throw new InputException($"{manifest.Path}: no training image of site {string.Join(", ", sites)} has a known label (a value that is not uncertain, see the task's 'uncertain').");
        var chosen = budget.ChooseCases(cases);
        var images = Images(chosen);
        while (images.Count < chosen.Count) // with SkipUnreadable: the next ones stand in, so that a budget is what it says
        {
            var unreadable = chosen.Select(item => item.Id).Except(images.Select(image => image.Case.Id)).ToHashSet(StringComparer.Ordinal);
            cases.RemoveAll(item => unreadable.Contains(item.Id));
            if (cases.Count == 0) throw new InputException($"{manifest.Path}: no training image of site {string.Join(", ", sites)} can be read.");
            chosen = budget.ChooseCases(cases);
            images = Images(chosen);
        }
        return [.. images.Select(image => new PoolCase(image, OnlySlice))];
    }

    /// <summary>The first subject's cases of every list, then the second's; one list stays as it is.</summary>
    static List<Case> TakingTurns(List<IReadOnlyList<Case>> lists) =>
    [
        .. lists.SelectMany((list, site) => list.GroupBy(item => item.Subject).SelectMany((subject, place) => subject.Select(item => (item, place, site))))
            .OrderBy(entry => entry.place).ThenBy(entry => entry.site).Select(entry => entry.item),
    ];

    /// <summary>Refuses a run whose training subjects or images are validation or test subjects or images of the sites it is measured on.</summary>
    /// <param name="trained">All training cases of the run, those of its source model included.</param>
    /// <param name="sites">The sites whose validation and test cases the run will be measured on.</param>
    /// <param name="source">What is known of training cases whose files are not here.</param>
    public void RequireNoLeak(IEnumerable<Case> trained, IEnumerable<string> sites, SeenCases? source = null)
    {
        var sets = trained.GroupBy(item => item.Site).Select(site => new UsedCases(Subset.Train, site.Key, [.. site])).ToList();
        foreach (string site in sites.Distinct())
        {
            sets.Add(new UsedCases(Subset.Validation, site, Split.ValidationCases(site)));
            sets.Add(new UsedCases(Subset.Test, site, Split.TestCases(site)));
        }
        Pixels.Read(sets.SelectMany(set => set.Cases), Preparing);
        LeakageCheck.Require(sets, item => Pixels.Of(item) ?? source?.PixelsOf(item));
    }

    /// <summary>What is kept of training cases, once <see cref="RequireNoLeak"/> has read them.</summary>
    public IEnumerable<SeenCase> Seen(IEnumerable<PoolCase> pool) =>
        pool.Select(item => item.Case.Case).Select(item => new SeenCase(item.Site, item.Id, item.Subject, Pixels.Of(item)));

    public DataRecord Record(IReadOnlyList<string> sites, Budget? budget, IEnumerable<(string Role, IReadOnlyList<PoolCase> Pool)> pools) => new()
    {
        Manifest = manifest.Path,
        Fingerprint = DataFingerprint.Of(manifest),
        Split = splitRecord,
        Sites = sites,
        Budget = budget,
        Cases = [.. pools.SelectMany(pool => pool.Pool.Select(item => Training(pool.Role, item)))],
    };

    TrainingCase Training(string role, PoolCase item)
    {
        var source = item.Case.Case;
        return new TrainingCase(role, source.Site, source.Id, source.Subject, item.Slices.Count, Content(item.Case), source == source.Unlabelled() ? true : null);
    }

    /// <summary>Of an image's labels the fingerprint of the manifest knows.</summary>
    string Content(IPreparedCase item) => item is PreparedImage image
        ? image.Content
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(
            cache.Contents.Of(item.Case.Image) + (item.Case.Label is { } label ? cache.Contents.Of(label) : ""))));

    public void Dispose()
    {
        foreach (var prepared in open.Values) prepared.Dispose();
    }
}
