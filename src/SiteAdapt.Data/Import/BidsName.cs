using System.Text.RegularExpressions;

namespace SiteAdapt.Data;

/// <summary>
/// A file name of the Brain Imaging Data Structure: <c>key-value</c> pairs joined by underscores and, last, a suffix, as in
/// <c>sub-01_ses-2_run-1_T1w</c> (BIDS 1.9, "Filesystem structure").
/// </summary>
public sealed partial record BidsName(IReadOnlyList<(string Key, string Value)> Entities, string Suffix)
{
    [GeneratedRegex("^(?<entity>[a-z]+-[A-Za-z0-9]+)(_(?<entity>[a-z]+-[A-Za-z0-9]+))*_(?<suffix>[A-Za-z0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    /// <summary>Value of an entity; null where the name has none.</summary>
    public string? this[string key] => Entities.FirstOrDefault(entity => entity.Key == key).Value;

    public string Subject => $"sub-{this["sub"]}";

    public string? Session => this["ses"] is { } session ? $"ses-{session}" : null;

    /// <summary>Null where a name, without its extension, is not of this form or has no subject.</summary>
    public static BidsName? Parse(string stem)
    {
        Match match = Form().Match(stem);
        if (!match.Success) return null;
        var name = new BidsName([.. match.Groups["entity"].Captures.Select(capture => capture.Value.Split('-')).Select(pair => (pair[0], pair[1]))], match.Groups["suffix"].Value);
        return name["sub"] is null ? null : name;
    }

    /// <summary>The name of something derived from this file: its entities, one more, and another suffix.</summary>
    public string Derived(string key, string value, string suffix) =>
        string.Join('_', [.. Entities.Where(entity => entity.Key != key).Select(entity => $"{entity.Key}-{entity.Value}"), $"{key}-{value}", suffix]);

    /// <summary>Folder of the subject's anatomical images: <c>sub-01/ses-2/anat</c>.</summary>
    public string AnatFolder => Path.Combine([Subject, .. Session is { } session ? new[] { session } : [], "anat"]);
}
