using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>
/// Draws patients: those that have a finite value in one of the sets. A patient is known by site and name, and is drawn within
/// its site. Where a subject is at several sites (one person scanned at each, or one anatomy rendered for each), its scores there
/// are not independent: it is drawn as a whole, from the subjects of all sites that share subjects.
/// </summary>
sealed class PatientDraw
{
    readonly Dictionary<Patient, int> indexOf;
    readonly int[] groupSizes;

    PatientDraw(Dictionary<Patient, int> indexOf, int[] groupSizes)
    {
        (this.indexOf, this.groupSizes) = (indexOf, groupSizes);
        Times = new int[groupSizes.Sum()];
    }

    /// <summary>How many times each subject was drawn.</summary>
    public int[] Times { get; }

    /// <summary>Whether one draw can differ from another.</summary>
    public bool Varies => groupSizes.Any(size => size > 1);

    /// <summary>Where its subject stands in <see cref="Times"/>; a shared subject is one at all of its sites.</summary>
    public int this[Patient patient] => indexOf[patient];

    public static PatientDraw Of(IEnumerable<ScoreSet> sets)
    {
        List<Patient> patients = [.. sets.SelectMany(set => set.Cases)
            .Where(value => value.Value is { } number && double.IsFinite(number))
            .Select(value => new Patient(value.Site, value.Subject))
            .Distinct()];
        var groupOf = Groups(patients);
        List<(string Group, string Subject)> clusters = [.. patients.Select(patient => (groupOf[patient.Site], patient.Subject)).Distinct()
            .OrderBy(cluster => cluster.Item1, StringComparer.Ordinal).ThenBy(cluster => cluster.Subject, StringComparer.Ordinal)];
        var index = clusters.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return new PatientDraw(
            patients.ToDictionary(patient => patient, patient => index[(groupOf[patient.Site], patient.Subject)]),
            [.. clusters.GroupBy(cluster => cluster.Group).Select(group => group.Count())]);
    }

    /// <summary>Sites joined by subjects that they share, each under the name of the first of them.</summary>
    static Dictionary<string, string> Groups(List<Patient> patients)
    {
        var groupOf = patients.Select(patient => patient.Site).Distinct().ToDictionary(site => site, site => site);
        foreach (var subject in patients.GroupBy(patient => patient.Subject))
        {
            HashSet<string> joined = [.. subject.Select(patient => groupOf[patient.Site])];
            if (joined.Count == 1) continue;
            string first = joined.Min(StringComparer.Ordinal)!;
            foreach (string site in groupOf.Keys.Where(site => joined.Contains(groupOf[site])).ToList()) groupOf[site] = first;
        }
        return groupOf;
    }

    public void Next(RandomStream stream)
    {
        Array.Clear(Times);
        int first = 0;
        foreach (int size in groupSizes)
        {
            for (int i = 0; i < size; i++) Times[first + stream.NextInt(size)]++;
            first += size;
        }
    }
}
