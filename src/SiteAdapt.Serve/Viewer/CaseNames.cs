using SiteAdapt.Data;

namespace SiteAdapt.Serve;

/// <summary>
/// Which case a file is of, by its name: one that begins as the case or its scan is called ("scan_mask"), or a mask in a BIDS derivative, which has
/// the scan's entities and another suffix ("sub-1_run-2_desc-brain_mask" of "sub-1_run-2_T1w"). The longest name that fits decides:
/// "p1_second_mask" is of "p1_second" where there is such a case, else of "p1".
/// </summary>
sealed class CaseNames
{
    internal static readonly char[] Joints = ['_', '-', '.'];

    static readonly string[] MaskSuffixes = ["mask", "dseg", "probseg"];

    // What a derivative's file has more than its scan's; in a name they stand last (BIDS 1.9, "Derivatives", "Imaging data types").
    static readonly string[] DerivedEntities = ["space", "res", "den", "label", "desc"];

    readonly Dictionary<string, Case> names, scans;

    /// <summary>A scan's file name says nothing where others have the same ("sub-01/T1.nii.gz"), nor do entities that a T1w and a FLAIR image share.</summary>
    public CaseNames(Manifest manifest)
    {
        names = Unique(manifest, item => PredictedFiles.Stem(item.Image));
        foreach (var item in manifest.Cases) names[item.Id] = item;
        scans = Unique(manifest, item => BidsName.Parse(PredictedFiles.Stem(item.Image)) is { } name ? EntitiesOf(name) : null);
    }

    /// <summary>The case, and what it is called at the start of the name; null where it is of none.</summary>
    /// <param name="stem">File name without extension.</param>
    public (Case Case, string Name)? Of(string stem)
    {
        string scan = Array.Exists(MaskSuffixes, suffix => stem.EndsWith("_" + suffix, StringComparison.Ordinal)) && BidsName.Parse(stem) is { } name ? EntitiesOf(name) : "";
        for (int end = stem.Length; end > 0; end--)
        {
            if (end < stem.Length && !Joints.Contains(stem[end])) continue;
            string start = stem[..end];
            if (names.TryGetValue(start, out var item) || (start == scan && scans.TryGetValue(start, out item))) return (item, start);
        }
        return null;
    }

    static string EntitiesOf(BidsName name) => string.Join('_', name.Entities.Where(entity => !DerivedEntities.Contains(entity.Key)).Select(entity => $"{entity.Key}-{entity.Value}"));

    static Dictionary<string, Case> Unique(Manifest manifest, Func<Case, string?> nameOf) =>
        manifest.Cases.Select(item => (Name: nameOf(item), Case: item)).Where(named => named.Name is not null).GroupBy(named => named.Name!, StringComparer.Ordinal)
            .Where(same => same.Count() == 1).ToDictionary(same => same.Key, same => same.First().Case, StringComparer.Ordinal);
}
