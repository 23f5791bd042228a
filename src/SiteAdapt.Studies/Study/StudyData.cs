using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// The sites of a study with their training and test cases. Where the data are not there yet, cases are made up from the
/// numbers of patients in the study file: enough to count units, not to run them.
/// </summary>
public sealed class StudyData
{
    readonly Split split;

    StudyData(StudyDefinition study, Manifest manifest, Split split, bool isThere)
    {
        (Manifest, this.split, IsThere) = (manifest, split, isThere);
        Sites = study.Sites.Count > 0 ? [.. study.Sites.Select(site => site.Name)] : manifest.Sites;
        Place = new UnitPlace(manifest.Path, study.Cache ?? Path.Combine(manifest.Folder, ".siteadapt-cache"), study.Split);
    }

    public Manifest Manifest { get; }

    /// <summary>The sites that take part, in the order of the study file or of the manifest.</summary>
    public IReadOnlyList<string> Sites { get; }

    /// <summary>False where cases are made up.</summary>
    public bool IsThere { get; }

    /// <summary>What the units must know besides what decides their results.</summary>
    public UnitPlace Place { get; }

    public IReadOnlyList<Case> Cases(string site, Subset subset) => split.CasesOf(site, subset);

    /// <exception cref="InputException">The manifest cannot be read, or lacks a site of the study.</exception>
    public static StudyData Open(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        string? path = study.Manifest ?? (study.Simulation is null ? null : SimulatedData.ManifestOf(study));
        var manifest = study.Joined.Count > 0 ? JoinedManifest.Make(path!, study.Joined)
            : path is not null && File.Exists(path) ? Manifest.Read(path, checkFiles: false) : null;
        return manifest is not null ? FromManifest(study, manifest) : FromNumbers(study, study.Joined.FirstOrDefault(file => !File.Exists(file)) ?? path);
    }

    static StudyData FromManifest(StudyDefinition study, Manifest manifest)
    {
        foreach (var site in study.Sites) manifest.RequireSite(site.Name);
        return new StudyData(study, manifest, study.Split.Apply(manifest), isThere: true);
    }

    static StudyData FromNumbers(StudyDefinition study, string? path)
    {
        var sites = study.Simulation is { } simulation ? SimulatedData.Sites(simulation) : study.Sites;
        if (sites.Count == 0 || sites.Any(site => site.Patients is null))
            throw new InputException($"{path}: there is no such manifest. Put the data there (docs/how-to/own-data.md), or give numbers of patients below 'sites' of the study file to plan without data.");
        path ??= Path.Combine(study.Results, "manifest.csv");
        string folder = Path.GetDirectoryName(path)!;
        var manifest = new Manifest(path, [.. sites.SelectMany(site => Enumerable.Range(1, site.Patients!.Value).Select(number => MadeUp(folder, site.Name, number)))]);
        // A list names real subjects; how many of them train hardly matters to a plan.
        var split = study.Split.List is null ? study.Split : new SplitRecord();
        return new StudyData(study, manifest, split.Apply(manifest), isThere: false);
    }

    static Case MadeUp(string folder, string site, int number)
    {
        string id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{site}-{number:00000}");
        return new Case { Id = id, Subject = id, Site = site, Image = Path.Combine(folder, id), Label = Path.Combine(folder, id) };
    }
}
