using System.Text.RegularExpressions;

namespace SiteAdapt.Data;

/// <summary>
/// The layout of the public multi-site prostate MRI (protocol section 2.2): a folder per site, in it <c>CaseNN.nii[.gz]</c> and
/// <c>CaseNN_segmentation.nii[.gz]</c>, in any letter case. Each site numbers its own cases, so the site is part of a subject's name.
/// </summary>
public static partial class MsmLayout
{
    /// <summary>Sites in the order of the published splits, called as their folders are.</summary>
    public static IReadOnlyList<string> Sites { get; } = ["ISBI", "ISBI_1.5", "I2CVB", "UCL", "BIDMC", "HK"];

    [GeneratedRegex(@"^case(?<number>\d+)(?<mask>_segmentation)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    /// <summary>Finds the cases below a folder; an image without mask becomes a case without label, and not all sites need be there.</summary>
    public static ImportResult Import(string folder)
    {
        List<string> notUnderstood = [], remarks = [];
        var images = new Dictionary<(int Site, string Number), string>();
        var masks = new Dictionary<(int Site, string Number), string>();
        foreach ((string path, string stem) in ImageFiles.Find(folder))
        {
            string parent = Path.GetFileName(Path.GetDirectoryName(path)!);
            int site = Sites.ToList().FindIndex(name => name.Equals(parent, StringComparison.OrdinalIgnoreCase));
            Match match = Name().Match(stem);
            var (known, key) = (match.Groups["mask"].Success ? masks : images, (site, match.Groups["number"].Value));
            if (site < 0) notUnderstood.Add($"{path}: the folder '{parent}' is none of {string.Join(", ", Sites)}");
            else if (!match.Success) notUnderstood.Add($"{path}: the name is neither CaseNN nor CaseNN_segmentation");
            else if (!known.TryAdd(key, path)) notUnderstood.Add($"{path}: '{stem}' of {Sites[site]} is already there as {known[key]}");
        }
        foreach ((var key, string path) in masks.Where(m => !images.ContainsKey(m.Key)))
            notUnderstood.Add($"{path}: a mask, but {Sites[key.Site]} has no image 'Case{key.Number}'");
        Case[] cases = [.. images.OrderBy(i => i.Key.Site).ThenBy(i => i.Key.Number, StringComparer.Ordinal)
            .Select(i => CaseOf(i.Key.Site, i.Key.Number, i.Value, masks.GetValueOrDefault(i.Key)))];
        if (cases.Length == 0) throw ImageFiles.Nothing(folder, $"the folders {string.Join(", ", Sites)} with CaseNN.nii.gz", notUnderstood);
        Remark(folder, cases, remarks);
        return new ImportResult(cases, notUnderstood, remarks);
    }

    static void Remark(string folder, Case[] cases, List<string> remarks)
    {
        string[] missing = [.. Sites.Except(cases.Select(c => c.Site))];
        if (missing.Length > 0) remarks.Add($"there are no images of {string.Join(", ", missing)}; the other sites can be used without them");
        int bare = cases.Count(c => c.Label is null);
        if (bare > 0) remarks.Add($"{bare} of {cases.Length} images have no mask (CaseNN_segmentation)");
        if (ImageFiles.Others(folder) is { } others) remarks.Add(others);
    }

    static Case CaseOf(int site, string number, string image, string? mask) => new()
    {
        Id = $"{Sites[site]}_Case{number}",
        Subject = $"{Sites[site]}_Case{number}",
        Site = Sites[site],
        Image = image,
        Label = mask,
    };
}
