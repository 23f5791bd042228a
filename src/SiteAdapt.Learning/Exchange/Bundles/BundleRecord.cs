using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>A run's record as it may leave the hospital: counts stay, names of subjects, cases and folders do not.</summary>
static class BundleRecord
{
    const string Withheld = "not in the bundle";

    public static RunRecord WithoutSubjects(RunRecord record)
    {
        var numbers = new Dictionary<(string, string), string>();
        List<TrainingCase> Nameless(IEnumerable<TrainingCase> cases) => [.. cases.Select((item, i) => item with
        {
            Case = $"withheld case {i + 1}",
            Subject = numbers.TryGetValue((item.Site, item.Subject), out string? known) ? known : numbers[(item.Site, item.Subject)] = $"withheld subject {numbers.Count + 1}",
            Content = null,
        })];
        return record with
        {
            Data = record.Data with
            {
                Manifest = Withheld,
                SourceManifest = null,
                Split = record.Data.Split.List is { } list && !SplitList.PublishedNames.Contains(list) ? record.Data.Split with { List = null } : record.Data.Split,
                Cases = Nameless(record.Data.Cases),
                SubjectsUnknown = true,
            },
            Source = record.Source is { } source ? source with { Run = Withheld, Cases = source.Cases is { } cases ? Nameless(cases) : null, SubjectsUnknown = true } : null,
        };
    }
}
