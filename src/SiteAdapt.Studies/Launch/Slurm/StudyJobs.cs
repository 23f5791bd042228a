namespace SiteAdapt.Studies;

/// <summary>
/// Which element of which job has a unit of a study: now, by Slurm's queue, and the last that had it. Studies that share their
/// results share the jobs of the units that they share.
/// </summary>
public sealed class StudyJobs
{
    readonly Dictionary<PlannedUnit, StudyElement> queued = [];
    readonly Dictionary<PlannedUnit, SlurmAttempt> last = [];

    StudyJobs() { }

    public static StudyJobs None { get; } = new();

    /// <summary>The elements in the queue that have units of the study.</summary>
    public IReadOnlyList<StudyElement> Elements { get; private init; } = [];

    /// <summary>Whether anything of the study was ever given to Slurm.</summary>
    public bool WasSubmitted => last.Count > 0;

    /// <summary>The element in the queue that has a unit, or null.</summary>
    public StudyElement? Of(PlannedUnit unit) => queued.GetValueOrDefault(unit);

    /// <summary>The last element that a unit was given to, or null.</summary>
    public SlurmAttempt? LastOf(PlannedUnit unit) => last.GetValueOrDefault(unit);

    public static StudyJobs Of(StudyPlan plan, IReadOnlyList<SlurmSubmission> submissions, IReadOnlyList<SlurmElement> queue)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(submissions);
        ArgumentNullException.ThrowIfNull(queue);
        if (submissions.Count == 0) return None;
        var units = plan.Units.ToDictionary(unit => unit.Reference.Name);
        var inQueue = queue.ToLookup(element => (element.Name.Submission, element.Name.Array, element.Index));
        List<StudyElement> elements = [];
        var jobs = new StudyJobs { Elements = elements };
        foreach (var submission in submissions)
            foreach (string array in submission.Arrays())
            {
                var lines = submission.ReadUnits(array);
                for (int index = 0; index < lines.Count; index++)
                {
                    List<PlannedUnit> mine = [.. lines[index].Select(units.GetValueOrDefault).OfType<PlannedUnit>()];
                    if (mine.Count == 0) continue;
                    foreach (var unit in mine) jobs.last.TryAdd(unit, new SlurmAttempt(submission, array, index));
                    foreach (var element in inQueue[(submission.Name, array, index)])
                    {
                        elements.Add(new StudyElement(element, mine));
                        foreach (var unit in mine) jobs.queued.TryAdd(unit, elements[^1]);
                    }
                }
            }
        return jobs;
    }
}

/// <summary>An element in the queue and its units.</summary>
public sealed record StudyElement(SlurmElement Job, IReadOnlyList<PlannedUnit> Units);

/// <summary>An element that a unit was given to, in the queue or not.</summary>
public sealed record SlurmAttempt(SlurmSubmission Submission, string Array, int Index)
{
    const int Tail = 4096;

    /// <summary>As Slurm's programs take it; null where sbatch never answered.</summary>
    public string? Id => Submission.Jobs.TryGetValue(Array, out string? job) ? FormattableString.Invariant($"{job}_{Index}") : null;

    public string Log => Submission.LogOf(Array, Index);

    /// <summary>The last line of its log, where Slurm says what it ended (no memory, time limit); null where it has none.</summary>
    public string? LastWords()
    {
        if (!File.Exists(Log)) return null;
        using var stream = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(-Math.Min(Tail, stream.Length), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim();
    }
}
