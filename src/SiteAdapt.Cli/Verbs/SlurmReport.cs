using System.Globalization;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>The part of <c>study status</c> that comes from Slurm.</summary>
static class SlurmReport
{
    /// <summary>The study's jobs; none where it was never given to Slurm, or where Slurm cannot be asked, which is said.</summary>
    public static StudyJobs Jobs(StudyPlan plan)
    {
        var submissions = SlurmSubmission.All(plan.Study.Results);
        if (submissions.Count == 0) return StudyJobs.None;
        try
        {
            return StudyJobs.Of(plan, submissions, SlurmQueue.Ask(new SlurmPrograms()));
        }
        catch (InputException fault)
        {
            Output.Warn($"{fault.Message} What follows is read from the folders alone.");
            return StudyJobs.None;
        }
    }

    public static object? Json(StudyJobs jobs, StudyStatus status) => !jobs.WasSubmitted ? null : new
    {
        running = Running(jobs).Select(element => new { job = element.Job.Id, element.Job.Node, units = element.Units.Select(unit => unit.Reference.Name) }),
        waiting = Waiting(jobs).Select(group => new { group.Job, group.Array, group.Elements, group.Reason, why = SlurmReason.InWords(group.Reason) }),
        not_queued = status.NotQueued,
        ended_without_result = status.Lost.Select(unit => new { unit = unit.Reference.Name, what = unit.Title, job = jobs.LastOf(unit)!.Id, log = jobs.LastOf(unit)!.Log, last_words = jobs.LastOf(unit)!.LastWords() }),
    };

    public static void Draw(IAnsiConsole console, StudyJobs jobs, StudyStatus status, string file)
    {
        if (!jobs.WasSubmitted) return;
        foreach (var group in Waiting(jobs))
            console.Line($"in the queue: {Tables.Count(group.Elements, "element")} of {group.Array}, job {group.Job}: {SlurmReason.InWords(group.Reason)}");
        foreach (var unit in status.Lost.Take(StudyReport.MostFailures)) console.Line($"ended without a result: {unit.Title}: {Why(jobs.LastOf(unit)!)}");
        if (status.Lost.Count > StudyReport.MostFailures) console.Line($"and {status.Lost.Count - StudyReport.MostFailures} more ended without a result");
        int left = status.NotQueued + status[UnitState.Failed] + status[UnitState.Blocked];
        if (left > 0) console.Line(string.Create(CultureInfo.InvariantCulture, $"not in the queue: {Tables.Count(left, "unit")}; 'siteadapt study run {file} --launcher slurm' submits them"));
    }

    /// <summary>Where a unit runs, for its line.</summary>
    public static string Place(StudyJobs jobs, PlannedUnit unit) => jobs.Of(unit) is { Job.IsPending: false } element ? $"  (job {element.Job.Id} on {element.Job.Node})" : "";

    static string Why(SlurmAttempt attempt) => attempt.Id is not { } job ? "it was never submitted: sbatch did not take its array"
        : attempt.LastWords() is { } words ? $"job {job}: {words}\n  {attempt.Log}"
        : attempt.Submission.Cancelled ? $"job {job} was cancelled before it started"
        : File.Exists(attempt.Log) ? $"job {job} was ended before it could say why: killed, or without memory\n  {attempt.Log}"
        : $"job {job} left no log: it was cancelled before it started, or the compute nodes cannot see {Path.GetDirectoryName(attempt.Log)}";

    static IEnumerable<StudyElement> Running(StudyJobs jobs) => jobs.Elements.Where(element => !element.Job.IsPending);

    static IEnumerable<(string Job, string Array, string Reason, int Elements)> Waiting(StudyJobs jobs) =>
        jobs.Elements.Where(element => element.Job.IsPending).GroupBy(element => (element.Job.Job, element.Job.Name.Array, element.Job.Reason))
            .OrderBy(group => group.Key.Job.Length).ThenBy(group => group.Key.Job, StringComparer.Ordinal)
            .Select(group => (group.Key.Job, group.Key.Array, group.Key.Reason, group.Count()));
}
