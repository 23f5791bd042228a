using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The scans that a run was trained on for its site, read again to hold new ones against.</summary>
/// <param name="Sites">The sites that the run's weights are made for.</param>
public sealed record DriftReference(IReadOnlyList<string> Sites, IReadOnlyList<Case> Cases)
{
    /// <summary>
    /// The run's training cases of its own sites (of an adaptation the target's, not those of the source). With <paramref name="wholeSite"/> all scans of these sites that the
    /// manifest has, unless they were trained on as another site's.
    /// </summary>
    /// <param name="manifestPath">Where the manifest lies now; null: where the run found it.</param>
    /// <exception cref="InputException">The run's data are not known, not there any more, or others than it was trained on.</exception>
    public static DriftReference Of(RunRecord record, string run, string? manifestPath, bool wholeSite, ContentHashes contents)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(contents);
        var own = record.Data.Cases.Where(item => record.Data.Sites.Contains(item.Site)).DistinctBy(item => (item.Site, item.Case)).ToList();
        if (own.Count == 0)
            throw new InputException($"{run}: its record names no training case of {string.Join(", ", record.Data.Sites)} (a model from another program, or one that was not trained). There is nothing to compare with; "
                + "'siteadapt data shift' compares two sites of a manifest.");
        string path = manifestPath ?? record.Data.Manifest;
        if (!File.Exists(path))
            throw new InputException($"{run}: it was trained on {path}, which is not there any more. Put it back, or say with --data where the manifest is now.");
        var manifest = Manifest.Read(path, checkFiles: false);
        var known = manifest.Cases.DistinctBy(item => (item.Site, item.Id)).ToDictionary(item => (item.Site, item.Id));
        var faults = new Faults($"{run}: the scans that it was trained on cannot be read any more as they were ({path}). Put them back, or say with --data where the manifest is now");
        foreach (var trained in own)
            if (FaultOf(trained, known.GetValueOrDefault((trained.Site, trained.Case)), contents) is { } fault) faults.Add($"case '{trained.Case}' of site '{trained.Site}': {fault}");
        faults.ThrowIfAny();
        return new DriftReference(record.Data.Sites, wholeSite
            ? [.. manifest.Cases.Where(item => record.Data.Sites.Contains(item.Site))]
            : [.. own.Select(trained => known[(trained.Site, trained.Case)])]);
    }

    static string? FaultOf(TrainingCase trained, Case? now, ContentHashes contents)
    {
        if (now is null) return "it is not in the manifest";
        if (!File.Exists(now.Image)) return $"there is no file '{now.Image}'";
        if (trained.Content is null) return null;
        // As TrainingData has it: image and label of a volume, the file of an image
        string image = contents.Of(now.Image);
        bool same = image == trained.Content || Hash(image) == trained.Content || (now.Label is { } label && File.Exists(label) && Hash(image + contents.Of(label)) == trained.Content);
        return same ? null : "its files have changed since";
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
}
