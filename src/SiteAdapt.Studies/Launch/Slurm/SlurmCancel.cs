using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>Takes the jobs of a study out of Slurm's queue.</summary>
public static class SlurmCancel
{
    /// <summary>Only jobs that this study submitted: one that shares its results keeps its own.</summary>
    /// <exception cref="InputException">Slurm cannot be asked, or refuses.</exception>
    public static SlurmCancelled Of(StudyPlan plan, ISlurm slurm)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(slurm);
        var (all, queue) = (SlurmSubmission.All(plan.Study.Results), SlurmQueue.Ask(slurm));
        var jobs = StudyJobs.Of(plan, all, queue);
        // A unit that the study file no longer asks for has no place in the plan, but its job has the study's name.
        var submissions = all.Where(submission => submission.Study == plan.Study.Name).Select(submission => submission.Name).ToHashSet();
        List<SlurmElement> mine = [.. queue.Where(element => submissions.Contains(element.Name.Submission))];
        List<StudyElement> others = [.. jobs.Elements.Where(element => !submissions.Contains(element.Job.Name.Submission))];
        List<string> arrays = [.. mine.Select(element => element.Job).Distinct()];
        if (arrays.Count > 0 && slurm.Ask("scancel", arrays) is { Code: not 0 } refused)
            throw new InputException($"scancel: {refused.Errors}\nThe jobs are {string.Join(' ', arrays)}; jobs of another user only that user can cancel.");
        foreach (var submission in all.Where(submission => mine.Any(element => element.Name.Submission == submission.Name))) (submission with { Cancelled = true }).Write();
        return new SlurmCancelled(arrays, mine, others);
    }
}

/// <param name="Arrays">Jobs that were cancelled.</param>
/// <param name="Elements">Their elements that were in the queue.</param>
/// <param name="Others">Elements with units of this study that another study submitted, and which stay.</param>
public sealed record SlurmCancelled(IReadOnlyList<string> Arrays, IReadOnlyList<SlurmElement> Elements, IReadOnlyList<StudyElement> Others);
