using System.CommandLine;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>study run FILE</c>: computes what is left of a study.</summary>
static class StudyRunVerb
{
    public static Command Build()
    {
        var file = StudyOptions.File();
        var launcher = new Option<string>("--launcher") { Description = "local: processes on this machine", DefaultValueFactory = _ => "local" };
        var jobs = new Option<int?>("--jobs") { Description = "Processes at once (default: processors / threads of a unit). Results do not depend on it" };
        var json = CommonOptions.Json();
        var command = new Verb("run", "Run what is left of a study; the same command goes on after an interruption",
            "siteadapt study run studies/small-table2.yaml --jobs 2",
            "siteadapt study run my-study.yaml --launcher local --jobs 8")
        {
            file, launcher, jobs, json,
        };
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            if (parsed.GetValue(launcher) is not "local" and var other) throw new InputException($"--launcher: is '{other}'; expected local.");
            return await Run(parsed.GetValue(file)!, parsed.GetValue(jobs), new Output(parsed.GetValue(json)), stop);
        }, CancellationToken.None));
        return command;
    }

    static async Task<int> Run(string file, int? jobs, Output output, CancellationToken stop)
    {
        using (var simulation = new ProgressLine("simulate"))
            SimulatedData.Make(StudyFile.Load(file), new Simulated(simulation), stop);
        var plan = StudyPlan.Load(file);
        int count = jobs ?? Math.Max(1, Environment.ProcessorCount / plan.Study.Training.Threads);
        using var view = StudyView.Open(plan, count);
        var state = await new LocalLauncher(plan, new UnitProcessStarter(ProgramPath.Current()), count, StepTimes.Load(plan.Study, StepTimes.DefaultFolder)).Run(view, stop);
        view.Dispose();
        StudyReport.Collect(plan, output, state.Times);
        foreach (var (unit, reason) in state.Failures.Take(StudyReport.MostFailures)) Output.Note($"failed: {unit.Title}: {reason}\n  {plan.FolderOf(unit).Log}");
        if (state.Blocked > 0) Output.Note($"{Tables.Count(state.Blocked, "unit")} could not start, because what they need failed");
        return state.Failed > 0 ? ExitCode.WrongInput : ExitCode.Done;
    }

    sealed class Simulated(ProgressLine line) : IProgress<SiteAdapt.Data.SimulationProgress>
    {
        public void Report(SiteAdapt.Data.SimulationProgress value) => line.Report(value.Done, value.Total, value.Case);
    }
}
