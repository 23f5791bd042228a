using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>A run's record as it may leave the hospital: counts stay, names of subjects, cases and folders do not.</summary>
static class BundleRecord
{
    public const string Withheld = "not in the bundle";

    public static RunRecord WithoutSubjects(RunRecord record)
    {
        // The same case stands in the run's list and in its source's: one number for both, or it would be counted twice.
        var (subjects, cases) = (new Dictionary<(string, string), int>(), new Dictionary<(string, string, string), int>());
        List<TrainingCase> Nameless(IEnumerable<TrainingCase> of) => [.. of.Select(item => item with
        {
            Case = $"withheld case {NumberOf(cases, (item.Site, item.Case, item.Subject))}",
            Subject = $"withheld subject {NumberOf(subjects, (item.Site, item.Subject))}",
            Content = null,
        })];
        return record with
        {
            Data = record.Data with
            {
                Manifest = Withheld,
                SourceManifest = null,
                Split = record.Data.Split.ListFile is not null ? record.Data.Split with { List = null } : record.Data.Split,
                Cases = Nameless(record.Data.Cases),
                SubjectsUnknown = true,
            },
            Source = record.Source is { } source ? source with { Run = Withheld, Cases = source.Cases is { } seen ? Nameless(seen) : null, SubjectsUnknown = true } : null,
        };
    }

    static int NumberOf<T>(Dictionary<T, int> numbers, T item) where T : notnull =>
        numbers.TryGetValue(item, out int known) ? known : numbers[item] = numbers.Count + 1;
}
