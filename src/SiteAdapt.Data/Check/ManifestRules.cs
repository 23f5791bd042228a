namespace SiteAdapt.Data;

/// <summary>What cases of a manifest have in common and should not.</summary>
static class ManifestRules
{
    const int Shown = 8;

    public static IEnumerable<CheckFault> Of(IReadOnlyList<CheckedCase> cases) => [.. SameImages(cases), .. SubjectsAtTwoSites(cases), .. SessionsAsSubjects(cases)];

    static IEnumerable<CheckFault> SameImages(IReadOnlyList<CheckedCase> cases) =>
        from same in cases.Where(item => item.Pixels is not null).GroupBy(item => item.Pixels)
        where same.Count() > 1
        let level = same.Select(item => item.Case.Subject).Distinct().Count() > 1 ? CheckLevel.Error : CheckLevel.Warning
        let names = string.Join(" = ", same.Select(item => $"'{item.Case.Id}' (subject '{item.Case.Subject}', site '{item.Case.Site}')"))
        select new CheckFault(level, "same-image", same.First().Case.Site, [.. same.Select(item => item.Case.Id)],
            $"the same image: case {names}. {(level == CheckLevel.Error ? "Give them one subject, or leave all but one out" : "It counts twice; leave one out if that is not meant")}");

    static IEnumerable<CheckFault> SubjectsAtTwoSites(IReadOnlyList<CheckedCase> cases)
    {
        string[] shared = [.. cases.GroupBy(item => item.Case.Subject).Where(group => group.Select(item => item.Case.Site).Distinct().Count() > 1).Select(group => group.Key)];
        if (shared.Length == 0) yield break;
        var of = cases.Where(item => shared.Contains(item.Case.Subject)).ToArray();
        yield return new CheckFault(CheckLevel.Warning, "subject-at-two-sites", of[0].Case.Site, [.. of.Select(item => item.Case.Id)],
            $"{shared.Length} subject{(shared.Length == 1 ? " is" : "s are")} at more than one site ({List(shared)}) and taken for the same people, who have one subset over all sites. If each site numbers its own, make the names differ");
    }

    static IEnumerable<CheckFault> SessionsAsSubjects(IReadOnlyList<CheckedCase> cases)
    {
        static SubjectId IdOf(Case item) => new(item.Subject, item.Site);
        var index = new PersonIndex<Case>(cases.Select(item => item.Case).DistinctBy(item => (item.Subject, item.Site)), IdOf);
        return from item in cases
               let id = IdOf(item.Case)
               where index.Find(id) is not null
               group item.Case by id.Person into person
               let subjects = person.Select(item => item.Subject).Distinct().ToArray()
               select new CheckFault(CheckLevel.Warning, "sessions-as-subjects", person.First().Site, [.. person.Select(item => item.Id)],
                   $"the subjects {List(subjects)} look like one person ('{person.Key}'), and may come into training and test. If so, give them one subject; if not, rename them");
    }

    static string List(string[] names) => string.Join(", ", names.Take(Shown).Select(name => $"'{name}'")) + (names.Length > Shown ? $" and {names.Length - Shown} more" : "");
}
