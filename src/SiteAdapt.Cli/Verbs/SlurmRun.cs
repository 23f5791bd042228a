using System.Globalization;
using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary><c>study run --launcher slurm</c>: submits what is left and returns.</summary>
static class SlurmRun
{
    public static int Do(string file, SlurmSettings settings, bool dryRun, Output output, CancellationToken stop)
    {
        settings.Check();
        if (!dryRun) StudyWork.Simulate(file, stop);
        var plan = StudyPlan.Load(file);
        var launcher = new SlurmLauncher(plan, new SlurmPrograms(), settings, ProgramPath.Current(), TimeProvider.System);
        if (dryRun)
        {
            var draft = launcher.DryRun(out string? unasked);
            if (unasked is not null) Output.Warn($"{unasked} Slurm's defaults are assumed: {SlurmCluster.Unknown.MaxArraySize} elements an array, nothing in the queue.");
            output.Result(Json(draft, scripts: true), console => DrawScripts(console, draft));
            return ExitCode.Done;
        }
        WarnOfLost(plan);
        var launch = launcher.Submit(stop);
        output.Result(Json(launch, scripts: false), console => Draw(console, launch));
        if (launch.Arrays.Count > 0 || launch.Queued > 0) Output.Note($"'siteadapt study status {file}' says where it is, 'siteadapt study cancel {file}' takes it out of the queue.");
        return ExitCode.Done;
    }

    static object Json(SlurmLaunch launch, bool scripts) => new
    {
        folder = launch.Submission.Folder,
        queued_before = launch.Queued,
        arrays = launch.Arrays.Select(array => new
        {
            name = array.Array.Key,
            array.Job,
            kind = array.Array.Kind.ToString().ToLowerInvariant(),
            elements = array.Array.Elements.Count,
            units = Units(array),
            sbatch = array.Arguments,
            script = scripts ? array.Script : null,
        }),
    };

    static int Units(SlurmLaunchedArray array) => array.Array.Elements.Sum(units => units.Count);

    static void Draw(IAnsiConsole console, SlurmLaunch launch)
    {
        if (launch.Arrays.Count == 0)
        {
            console.Line(launch.Queued > 0 ? $"Nothing to submit: {Tables.Count(launch.Queued, "unit")} left, and all of them in the queue already." : "Nothing to submit: everything is done.");
            return;
        }
        var table = Tables.Make("submitted", ">job", ">elements", ">units", "after");
        foreach (var array in launch.Arrays)
            Tables.Row(table, array.Array.Key, array.Job ?? "", $"{array.Array.Elements.Count}", $"{Units(array)}", string.Join(", ", array.Array.After.Concat(array.Array.AfterJobs)));
        console.Write(table);
        if (launch.Queued > 0) console.Line($"{Tables.Count(launch.Queued, "unit")} left that were in the queue already");
        console.Line($"Scripts and logs: {launch.Submission.Folder}");
    }

    static void DrawScripts(IAnsiConsole console, SlurmLaunch launch)
    {
        if (launch.Arrays.Count == 0) Draw(console, launch);
        foreach (var array in launch.Arrays)
        {
            console.Line(string.Create(CultureInfo.InvariantCulture, $"# {array.Array.Key}: {Units(array)} units in {array.Array.Elements.Count} elements"));
            console.Line($"sbatch {string.Join(' ', array.Arguments)}\n\n{array.Script}");
        }
    }

    /// <summary>Jobs that leave no log never came to run, and another attempt may well go the same way.</summary>
    static void WarnOfLost(StudyPlan plan)
    {
        var submissions = SlurmSubmission.All(plan.Study.Results);
        if (submissions.Count == 0) return;
        var jobs = StudyJobs.Of(plan, submissions, SlurmQueue.Ask(new SlurmPrograms()));
        var traceless = StudyStatus.Of(plan, jobs).Lost.Select(jobs.LastOf).OfType<SlurmAttempt>().Where(attempt => attempt.Id is not null && !attempt.Submission.Cancelled && !File.Exists(attempt.Log)).ToList();
        if (traceless.Count > 0)
            Output.Warn($"{Tables.Count(traceless.Count, "unit")} of earlier jobs ended without a log. Unless they were cancelled before they started, the compute nodes cannot see {plan.Study.Results}: put 'results' on a shared folder.");
    }
}
