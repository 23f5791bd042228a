using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Simulated sites made of scans that are given: <c>SITE/CASE.nii.gz</c>, <c>SITE/CASE_mask.nii.gz</c>, <c>manifest.csv</c>, and a
/// <c>README.txt</c> that says what they are. A given subject becomes a subject of exactly one site, with all its scans. The same
/// settings and scans give the same bytes, whatever the number of threads.
/// </summary>
public static class ImageSimulation
{
    /// <summary>The scans of a folder (labels by name, as in <see cref="FolderLayout"/>) or of a manifest.</summary>
    /// <exception cref="InputException">There is nothing that can be used.</exception>
    public static ImportResult Given(string folderOrManifest)
    {
        if (!File.Exists(folderOrManifest)) return FolderLayout.ImportSite(folderOrManifest);
        Manifest manifest = Manifest.Read(folderOrManifest);
        return new ImportResult(manifest.Cases, [], manifest.Warnings);
    }

    /// <summary>Makes all scans and returns the manifest that was written.</summary>
    /// <exception cref="InputException">A setting or a scan cannot be used, or there is a <c>README.txt</c> that is not ours.</exception>
    public static Manifest Run(
        ImageSimulationSettings settings, IReadOnlyList<Case> given, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(given);
        settings.Validate();
        SimulationNote.RequireNoOther(settings.Output);
        RequireDifferentImages(given);
        ImageProtocol[] sites = [.. Enumerable.Range(0, settings.Sites).Select(i => ImageProtocols.Of(i, settings.Seed, settings.Shift))];
        (Case Given, ImageProtocol Site)[] plan = Deal(given, sites, settings);
        var made = new Case[plan.Length];
        int done = 0;
        SiteSimulation.ForEach(plan.Length, settings.Parallelism, i =>
        {
            made[i] = Make(settings, plan[i].Given, plan[i].Site);
            progress?.Report(new SimulationProgress(Interlocked.Increment(ref done), plan.Length, made[i].Id));
        }, cancellation);
        var manifest = new Manifest(Path.Combine(settings.Output, "manifest.csv"), made);
        SimulationNote.Write(settings.Output, ImageSimulationNote.Of(settings, plan));
        manifest.Write();
        return manifest;
    }

    /// <summary>Subjects in random order, one after the other to each site; by site and then by name.</summary>
    static (Case Given, ImageProtocol Site)[] Deal(IReadOnlyList<Case> given, ImageProtocol[] sites, ImageSimulationSettings settings)
    {
        string[] subjects = [.. given.Select(c => c.Subject).Distinct().Order(StringComparer.Ordinal)];
        int wanted = settings.SubjectsPerSite is { } each ? checked(each * sites.Length) : subjects.Length;
        if (subjects.Length < Math.Max(wanted, sites.Length))
            throw new InputException($"{settings.Images}: has {subjects.Length} subjects, too few for {sites.Length} sites" +
                $"{(settings.SubjectsPerSite is { } n ? $" of {n}" : "")}; a subject goes to one site only. Ask for fewer");
        new RandomStream(settings.Seed, "image sites/subjects").Shuffle<string>(subjects);
        var place = subjects.Take(wanted).Select((subject, i) => (subject, i)).ToDictionary(s => s.subject, s => s.i % sites.Length, StringComparer.Ordinal);
        return
        [
            .. given.Where(c => place.ContainsKey(c.Subject)).OrderBy(c => place[c.Subject]).ThenBy(c => c.Id, StringComparer.Ordinal)
                .Select(c => (c, sites[place[c.Subject]])),
        ];
    }

    static Case Make(ImageSimulationSettings settings, Case given, ImageProtocol site)
    {
        NiftiImage image = Nifti.Read(given.Image);
        if (image.NonFiniteCount > 0)
            throw new InputException($"{given.Image}: {image.NonFiniteCount} voxels are not finite numbers; replace them, or leave the scan out");
        NiftiImage? label = given.Label is null ? null : Nifti.ReadLabels(given.Label);
        if (label is not null && GridComparison.Compare(image.Volume.Grid, label.Volume.Grid) is { Same: false } different)
            throw new InputException($"{given.Image} and {given.Label}: are not on the same grid: {different.Difference}");
        var stream = new RandomStream(settings.Seed, $"image scan/{site.Name}/{given.Id}");
        LabelledScan scan = ImageScanner.Scan(new LabelledScan(image.Volume, label?.Volume), site, stream);
        string id = $"{site.Name}_{given.Id}", stem = Path.GetFullPath(Path.Combine(settings.Output, site.Name, id));
        Nifti.Write($"{stem}.nii.gz", scan.Image, image.Header);
        if (scan.Label is not null) WriteLabel($"{stem}_mask.nii.gz", scan.Label, image.Header);
        return given with
        {
            Id = id,
            Site = site.Name,
            Image = $"{stem}.nii.gz",
            Label = scan.Label is null ? null : $"{stem}_mask.nii.gz",
            Scanner = site.Scanner,
            FieldStrength = null,
            Split = null,
        };
    }

    static void WriteLabel(string path, Volume label, NiftiHeader like)
    {
        if (label.Voxels.All(value => value is 0 or 1)) Nifti.WriteMask(path, new Mask(label.Grid, Array.ConvertAll(label.Voxels, value => (byte)value)), like);
        else Nifti.Write(path, label, like);
    }

    /// <summary>The same scan under the names of two subjects would put one anatomy into two sites.</summary>
    static void RequireDifferentImages(IReadOnlyList<Case> given)
    {
        var faults = new Faults("the same image under two subjects (one anatomy must not be at two sites)");
        foreach (var same in given.GroupBy(c => HashOf(c.Image)).Where(g => g.Select(c => c.Subject).Distinct().Count() > 1))
            faults.Add(string.Join(" and ", same.Select(c => c.Image)));
        faults.ThrowIfAny();
    }

    static string HashOf(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {e.Message}", e);
        }
    }
}
