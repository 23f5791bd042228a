using System.Globalization;
using System.Text.RegularExpressions;

namespace SiteAdapt.Data;

/// <summary>
/// The layout of the public CC359 release: images <c>CCnnnn_vendor_15|3_age_sex.nii.gz</c>, masks with the same name and a
/// suffix, both anywhere below one folder. The site is vendor and field strength; sites are in the fold order of the published
/// splits (protocol section 2.1).
/// </summary>
public static partial class Cc359Layout
{
    public const string DefaultMaskSuffix = "_ss";

    /// <summary>Sites in fold order.</summary>
    public static IReadOnlyList<string> Sites { get; } =
        ["siemens-1.5T", "siemens-3T", "ge-1.5T", "ge-3T", "philips-1.5T", "philips-3T"];

    [GeneratedRegex(@"^(?<subject>CC\d{4})_(?<vendor>[A-Za-z]+)_(?<field>15|3)_(?<age>\d{1,3})_(?<sex>[MF])(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    /// <summary>Finds the cases below a folder; an image without mask becomes a case without label.</summary>
    public static ImportResult Import(string folder, string maskSuffix = DefaultMaskSuffix)
    {
        List<string> notUnderstood = [], remarks = [];
        var images = new Dictionary<string, (string Path, Match Match)>(StringComparer.Ordinal);
        var masks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string stem) in ImageFiles.Find(folder))
        {
            Match match = Name().Match(stem);
            string rest = match.Groups["rest"].Value;
            string key = stem[..^rest.Length];
            if (!match.Success) notUnderstood.Add($"{path}: the name is not CCnnnn_vendor_15|3_age_sex");
            else if (!Sites.Contains(SiteOf(match))) notUnderstood.Add($"{path}: '{match.Groups["vendor"].Value}' is none of siemens, ge, philips");
            else if (rest.Length > 0 && rest != maskSuffix) notUnderstood.Add($"{path}: '{rest}' is not the mask suffix '{maskSuffix}'");
            else if (rest.Length > 0 ? !masks.TryAdd(key, path) : !images.TryAdd(key, (path, match)))
                notUnderstood.Add($"{path}: '{stem}' is already there as {(rest.Length > 0 ? masks[key] : images[key].Path)}");
        }
        foreach ((string key, string path) in masks.Where(m => !images.ContainsKey(m.Key))) notUnderstood.Add($"{path}: a mask, but there is no image '{key}'");
        Case[] cases = [.. images.Select(i => CaseOf(i.Key, i.Value.Path, i.Value.Match, masks.GetValueOrDefault(i.Key)))
            .OrderBy(c => Sites.ToList().IndexOf(c.Site)).ThenBy(c => c.Id, StringComparer.Ordinal)];
        if (cases.Length == 0) throw ImageFiles.Nothing(folder, "CCnnnn_vendor_15|3_age_sex.nii.gz", notUnderstood);
        int bare = cases.Count(c => c.Label is null);
        if (bare > 0) remarks.Add($"{bare} of {cases.Length} images have no mask (suffix '{maskSuffix}')");
        if (ImageFiles.Others(folder) is { } others) remarks.Add(others);
        return new ImportResult(cases, notUnderstood, remarks);
    }

    static string SiteOf(Match match) => $"{match.Groups["vendor"].Value.ToLowerInvariant()}-{(match.Groups["field"].Value == "15" ? "1.5" : "3")}T";

    static Case CaseOf(string id, string image, Match match, string? mask) => new()
    {
        Id = id,
        Subject = match.Groups["subject"].Value,
        Site = SiteOf(match),
        Image = image,
        Label = mask,
        Scanner = match.Groups["vendor"].Value.ToLowerInvariant(),
        FieldStrength = match.Groups["field"].Value == "15" ? 1.5 : 3,
        Age = int.Parse(match.Groups["age"].Value, CultureInfo.InvariantCulture),
        Sex = match.Groups["sex"].Value,
    };
}
