using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Gives what is left of a study to Slurm and returns: what is done or in the queue already is left out. Slurm only starts
/// units; what is done is what their folders say.
/// </summary>
public sealed class SlurmLauncher(StudyPlan plan, ISlurm slurm, SlurmSettings settings, ProgramPath program, TimeProvider clock)
{
    const string JobUnknownYet = "JOB-OF-";
    const int FoldersAtOnce = 16;

    /// <summary>What <see cref="Submit"/> would do now. Nothing is written; without a cluster its defaults are taken.</summary>
    /// <param name="unasked">Why the cluster could not be asked; null: it was.</param>
    public SlurmLaunch DryRun(out string? unasked)
    {
        settings.Check();
        var cluster = SlurmCluster.Unknown;
        IReadOnlyList<SlurmElement> queue = [];
        unasked = null;
        try
        {
            (cluster, queue) = (SlurmCluster.Ask(slurm), SlurmQueue.Ask(slurm));
        }
        catch (InputException fault)
        {
            unasked = fault.Message;
        }
        var submission = SlurmSubmission.New(plan.Study, clock);
        var (arrays, queued) = Left(cluster, queue);
        return new SlurmLaunch(submission, queued, [.. arrays.Select(array => new SlurmLaunchedArray(array, null, Arguments(array, key => JobUnknownYet + key), Script(submission, array, cluster)))]);
    }

    /// <exception cref="InputException">No Slurm here, or sbatch refuses; what it took before stays in the queue.</exception>
    public SlurmLaunch Submit(CancellationToken stop)
    {
        settings.Check();
        plan.RequireData();
        var cluster = SlurmCluster.Ask(slurm);
        // Two at once would both find the queue empty.
        using var held = RunLock.Wait(SlurmSubmission.Root(plan.Study.Results), stop);
        var (arrays, queued) = Left(cluster, SlurmQueue.Ask(slurm));
        var submission = SlurmSubmission.New(plan.Study, clock);
        if (arrays.Count == 0) return new SlurmLaunch(submission, queued, []);
        submission.Write();
        foreach (var array in arrays)
        {
            submission.WriteUnits(array);
            AtomicFile.WriteText(submission.ScriptOf(array.Key), Script(submission, array, cluster));
        }
        // Each folder waits for the disk, or for a file server, several times: side by side they wait together.
        Parallel.ForEach(arrays.SelectMany(array => array.Elements).SelectMany(units => units), new ParallelOptions { MaxDegreeOfParallelism = FoldersAtOnce, CancellationToken = stop },
            unit => plan.Materialise(unit).ForgetFailure());
        return new SlurmLaunch(submission, queued, [.. arrays.Select(array => Submit(submission, array, cluster, stop))]);
    }

    SlurmLaunchedArray Submit(SlurmSubmission submission, SlurmArray array, SlurmCluster cluster, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var arguments = Arguments(array, key => submission.Jobs[key]);
        var answer = slurm.Ask("sbatch", arguments, submission.Folder);
        // --parsable: JOB or JOB;CLUSTER
        if (answer.Code != 0 || answer.Output.Trim().Split(';')[0] is not { Length: > 0 } job || !job.All(char.IsAsciiDigit))
            throw new InputException($"{submission.ScriptOf(array.Key)}: sbatch did not take it: {(answer.Errors.Length > 0 ? answer.Errors : answer.Output.Trim())}\n{Before(submission)}");
        submission.Jobs[array.Key] = job;
        submission.Write();
        return new SlurmLaunchedArray(array, job, arguments, Script(submission, array, cluster));
    }

    static string Before(SlurmSubmission submission) => submission.Jobs.Count == 0
        ? "Nothing was submitted. Change the options and give 'study run' again."
        : $"Submitted before that: {string.Join(", ", submission.Jobs.Select(job => $"{job.Key} as job {job.Value}"))}; they stay in the queue. Change the options and give 'study run' again for the rest, or 'study cancel'.";

    (IReadOnlyList<SlurmArray> Arrays, int Queued) Left(SlurmCluster cluster, IReadOnlyList<SlurmElement> queue)
    {
        var jobs = StudyJobs.Of(plan, SlurmSubmission.All(plan.Study.Results), queue);
        var schedule = new StudySchedule(plan, unit => plan.FolderOf(unit).IsDone);
        int queued = plan.Units.Count(unit => schedule.Of(unit) != UnitState.Done && jobs.Of(unit) is not null);
        return (SlurmStages.Of(schedule, unit => jobs.Of(unit)?.Job.Job, settings, cluster), queued);
    }

    string Script(SlurmSubmission submission, SlurmArray array, SlurmCluster cluster) =>
        SlurmScript.Of(array, submission.JobName(array.Key), settings, cluster, program, plan.UnitsFolder);

    static List<string> Arguments(SlurmArray array, Func<string, string> jobOf)
    {
        List<string> arguments = ["--parsable"];
        if (array.Dependency(jobOf) is { } dependency) arguments.Add($"--dependency={dependency}");
        arguments.Add($"{array.Key}.sh");
        return arguments;
    }
}

/// <summary>What was given to Slurm, or would be.</summary>
/// <param name="Queued">Units that are left and in the queue already.</param>
public sealed record SlurmLaunch(SlurmSubmission Submission, int Queued, IReadOnlyList<SlurmLaunchedArray> Arrays);

/// <param name="Job">Null: it was not submitted.</param>
/// <param name="Arguments">Of sbatch, in the submission's folder.</param>
public sealed record SlurmLaunchedArray(SlurmArray Array, string? Job, IReadOnlyList<string> Arguments, string Script);
