namespace SiteAdapt.Studies;

/// <summary>One job array of a study: elements of one stage that need the same of a node.</summary>
/// <param name="Key">Names its files and, with the submission, its jobs: "adapt-1".</param>
/// <param name="Threads">CPUs of an element; part of the units' records.</param>
/// <param name="Elements">The units of each element, done one after the other.</param>
/// <param name="After">Arrays of the same submission that must end before.</param>
/// <param name="AfterJobs">Jobs of earlier submissions that must end before.</param>
public sealed record SlurmArray(
    string Key, UnitKind Kind, int Threads, bool OnGpu, IReadOnlyList<IReadOnlyList<PlannedUnit>> Elements, IReadOnlyList<string> After, IReadOnlyList<string> AfterJobs)
{
    /// <summary>
    /// What sbatch is told to wait for; null: nothing. Always <c>afterany</c>: the inputs of a stage are many-to-many, so that
    /// <c>aftercorr</c> has no pairs to go by, and after one failed element an <c>afterok</c> would keep all others waiting for
    /// good. A unit whose input failed finds that out by itself and leaves with exit code 69.
    /// </summary>
    public string? Dependency(Func<string, string> jobOf)
    {
        ArgumentNullException.ThrowIfNull(jobOf);
        List<string> jobs = [.. AfterJobs, .. After.Select(jobOf)];
        return jobs.Count == 0 ? null : $"afterany:{string.Join(':', jobs)}";
    }
}
