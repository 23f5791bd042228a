using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>Draws patients within their sites: those that have a finite value in one of the sets, by site and name.</summary>
sealed class PatientDraw
{
    readonly Dictionary<Patient, int> indexOf;
    readonly int[] siteSizes;

    PatientDraw(Dictionary<Patient, int> indexOf, int[] siteSizes)
    {
        (this.indexOf, this.siteSizes) = (indexOf, siteSizes);
        Times = new int[indexOf.Count];
    }

    /// <summary>How many times each patient was drawn.</summary>
    public int[] Times { get; }

    /// <summary>Whether one draw can differ from another.</summary>
    public bool Varies => siteSizes.Any(size => size > 1);

    public int this[Patient patient] => indexOf[patient];

    public static PatientDraw Of(IEnumerable<ScoreSet> sets)
    {
        List<Patient> patients = [.. sets.SelectMany(set => set.Cases)
            .Where(value => value.Value is { } number && double.IsFinite(number))
            .Select(value => new Patient(value.Site, value.Subject))
            .Distinct()
            .OrderBy(patient => patient.Site, StringComparer.Ordinal).ThenBy(patient => patient.Subject, StringComparer.Ordinal)];
        return new PatientDraw(
            patients.Index().ToDictionary(entry => entry.Item, entry => entry.Index),
            [.. patients.GroupBy(patient => patient.Site).Select(site => site.Count())]);
    }

    public void Next(RandomStream stream)
    {
        Array.Clear(Times);
        int first = 0;
        foreach (int size in siteSizes)
        {
            for (int i = 0; i < size; i++) Times[first + stream.NextInt(size)]++;
            first += size;
        }
    }
}
