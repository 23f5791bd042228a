using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>Runs a study on this machine: what <c>study run</c> and <c>demo</c> have in common.</summary>
static class StudyWork
{
    /// <summary>Makes simulated data where the study asks for them, and does what is left.</summary>
    public static async Task<(StudyPlan Plan, LaunchState State)> Run(string file, int? jobs, CancellationToken stop)
    {
        Simulate(file, stop);
        var plan = StudyPlan.Load(file);
        int count = jobs ?? Math.Max(1, Environment.ProcessorCount / plan.Study.Training.Threads);
        using var view = StudyView.Open(plan, count);
        var state = await new LocalLauncher(plan, new UnitProcessStarter(ProgramPath.Current()), count, StepTimes.Load(plan.Study, StepTimes.DefaultFolder)).Run(view, stop);
        return (plan, state);
    }

    /// <summary>Makes the simulated sites of a study that has some.</summary>
    public static void Simulate(string file, CancellationToken stop)
    {
        using var simulation = new ProgressLine("simulate");
        SimulatedData.Make(StudyFile.Load(file), new Simulated(simulation), stop);
    }

    /// <summary>Says what failed.</summary>
    public static int Conclude(StudyPlan plan, LaunchState state)
    {
        foreach (var (unit, reason) in state.Failures.Take(StudyReport.MostFailures)) Output.Note($"failed: {unit.Title}: {reason}\n  {plan.FolderOf(unit).Log}");
        if (state.Blocked > 0) Output.Note($"{Tables.Count(state.Blocked, "unit")} could not start, because what they need failed");
        return state.Failed > 0 ? ExitCode.WrongInput : ExitCode.Done;
    }

    sealed class Simulated(ProgressLine line) : IProgress<SiteAdapt.Data.SimulationProgress>
    {
        public void Report(SiteAdapt.Data.SimulationProgress value) => line.Report(value.Done, value.Total, value.Case);
    }
}
