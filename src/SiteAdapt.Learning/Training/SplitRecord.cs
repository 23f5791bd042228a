using System.Text.Json.Serialization;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// How subjects were split. It belongs to the data and not to a run's seed, so that every run over the same manifest has the
/// same test subjects; an adaptation takes over its source run's.
/// </summary>
/// <param name="Seed">Seed of a drawn split.</param>
/// <param name="Counts">Subjects for training, validation and test at each site, as "45/5/10"; null: 75/8/17 %.</param>
/// <param name="List">A split list: a file, or the name of a published one.</param>
public sealed record SplitRecord(long Seed = 0, string? Counts = null, string? List = null)
{
    /// <summary><see cref="List"/> as a path; null where it is a published one, or none.</summary>
    [JsonIgnore]
    public string? ListFile => List is null || SplitList.PublishedNames.Contains(List) ? null : List;

    public Split Apply(Manifest manifest)
    {
        if (List is not null)
            return Split.FromList(manifest, ListFile is { } file ? SplitList.Read(file) : SplitList.Published(List));
        return Split.Create(manifest, Seed, Counts is null ? null : ParseCounts(Counts));
    }

    static SplitSizes ParseCounts(string counts)
    {
        var parts = counts.Split('/').Select(part => int.TryParse(part, out int count) ? count : -1).ToArray();
        return parts.Length == 3 && parts.All(count => count >= 0)
            ? SplitSizes.Counts(parts[0], parts[1], parts[2])
            : throw new InputException($"--split-counts: is '{counts}'; expected subjects for training/validation/test, such as 45/5/10.");
    }
}
