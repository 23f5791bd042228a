using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Simulated multi-site head MRI on disk: <c>SITE/CASE_T1w.nii.gz</c>, <c>SITE/CASE_brainmask.nii.gz</c>,
/// <c>README.txt</c> and <c>manifest.csv</c>. The same settings give the same bytes, whatever the number of threads: every random choice comes
/// from a stream named after its site, subject or scan.
/// </summary>
public static class SiteSimulation
{
    /// <summary>Makes all scans and returns the manifest that was written.</summary>
    /// <exception cref="InputException">A setting or a label map cannot be used, or there is a <c>README.txt</c> that is not ours.</exception>
    public static Manifest Run(
        SimulationSettings settings, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        SimulationNote.RequireNoOther(settings.Output);
        SiteProtocol[] sites = [.. Enumerable.Range(0, settings.Sites)
            .Select(i => SiteProtocols.Of(i, settings.Seed, settings.Shift))];
        Person[] people = settings.LabelsFolder is { } folder
            ? LabelPeople(folder, settings, sites)
            : ProceduralPeople(settings, sites);
        int total = people.Sum(person => person.Sites.Count), done = 0;
        var cases = new Case[people.Length][];
        ForEach(people.Length, settings.Parallelism, i =>
        {
            IAnatomy anatomy = people[i].Load();
            cases[i] = [.. people[i].Sites.Select(site =>
            {
                cancellation.ThrowIfCancellationRequested();
                Case made = Make(settings, anatomy, site);
                progress?.Report(new SimulationProgress(Interlocked.Increment(ref done), total, made.Id));
                return made;
            })];
        }, cancellation);
        var order = sites.Select((site, index) => (site.Name, index)).ToDictionary(s => s.Name, s => s.index);
        var manifest = new Manifest(Path.Combine(settings.Output, "manifest.csv"),
            [.. cases.SelectMany(c => c).OrderBy(c => order[c.Site]).ThenBy(c => c.Id, StringComparer.Ordinal)]);
        SimulationNote.Write(settings.Output, SiteSimulationNote.Of(settings, sites));
        manifest.Write();
        return manifest;
    }

    /// <summary>One scan in memory, as <see cref="Run"/> writes it.</summary>
    public static SimulatedScan Scan(IAnatomy anatomy, SiteProtocol site, double spacing, long seed)
    {
        ArgumentNullException.ThrowIfNull(anatomy);
        ArgumentNullException.ThrowIfNull(site);
        return Scanner.Scan(anatomy, site, spacing, new RandomStream(seed, $"scan/{site.Name}/{anatomy.Subject}"));
    }

    /// <summary>Someone who is scanned at some sites; loaded only when his turn comes.</summary>
    sealed record Person(Func<IAnatomy> Load, IReadOnlyList<SiteProtocol> Sites);

    static Person[] ProceduralPeople(SimulationSettings settings, SiteProtocol[] sites) =>
    [
        .. sites.SelectMany((site, s) => Enumerable.Range(1 + s * settings.SubjectsPerSite, settings.SubjectsPerSite)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"head{number:0000}"))
            .Select(subject => new Person(() => new HeadAnatomy(settings.Seed, subject), [site]))),
    ];

    static Person[] LabelPeople(string folder, SimulationSettings settings, SiteProtocol[] sites)
    {
        LabelMapFolder maps = LabelMapFolder.Open(folder);
        maps.Require(settings.SubjectsPerSite);
        return [.. maps.Files.Take(settings.SubjectsPerSite)
            .Select(file => new Person(() => maps.Load(file, settings.Seed), sites))];
    }

    static Case Make(SimulationSettings settings, IAnatomy anatomy, SiteProtocol site)
    {
        SimulatedScan scan = Scan(anatomy, site, settings.Spacing, settings.Seed);
        string id = $"{site.Name}_{anatomy.Subject}";
        string stem = Path.GetFullPath(Path.Combine(settings.Output, site.Name, id));
        var made = new Case
        {
            Id = id,
            Subject = anatomy.Subject,
            Site = site.Name,
            Image = $"{stem}_T1w.nii.gz",
            Label = $"{stem}_brainmask.nii.gz",
            Scanner = site.Scanner,
            FieldStrength = site.FieldStrength,
            Age = anatomy.Age,
            Sex = anatomy.Sex.Length > 0 ? anatomy.Sex : null,
        };
        Nifti.Write(made.Image, scan.Image);
        Nifti.WriteMask(made.Label, scan.Brain);
        return made;
    }

    /// <summary>In parallel; the first failure is thrown as itself, not in a bundle.</summary>
    internal static void ForEach(int count, int parallelism, Action<int> body, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException bundle)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(bundle.Flatten().InnerExceptions[0]);
        }
    }
}
