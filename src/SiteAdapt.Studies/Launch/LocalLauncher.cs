using System.Diagnostics;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Runs what is left of a study on this machine, in a number of processes at once. Two of them on the same study help each
/// other: what another process works on is waited for, and what it did is found done.
/// </summary>
public sealed class LocalLauncher
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>Times that a unit is started again after it stopped by itself (exit code 75) before that counts as failed.</summary>
    const int Restarts = 3;

    readonly StudyPlan plan;
    readonly IUnitStarter starter;
    readonly int jobs;
    readonly StudySchedule schedule;
    readonly TimeLeft timeLeft;
    readonly List<Batch> running = [];
    readonly HashSet<PlannedUnit> elsewhere = [];
    readonly Dictionary<PlannedUnit, int> restarts = [];
    readonly Dictionary<PlannedUnit, string> reasons = [];
    readonly Stopwatch clock = Stopwatch.StartNew();
    LaunchTimes times = LaunchTimes.None;

    public LocalLauncher(StudyPlan plan, IUnitStarter starter, int jobs, StepTimes? stepTimes = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (jobs < 1) throw new InputException($"--jobs: is {jobs}; expected 1 or more.");
        plan.RequireData();
        (this.plan, this.starter, this.jobs) = (plan, starter, jobs);
        schedule = new StudySchedule(plan, unit => plan.FolderOf(unit).IsDone);
        timeLeft = new TimeLeft(plan, schedule, stepTimes ?? StepTimes.None);
    }

    sealed record Batch(IReadOnlyList<PlannedUnit> Units, IUnitProcess Process, TimeSpan Start);

    /// <summary>Runs until nothing more can be done.</summary>
    /// <returns>Where the study is then: all done, or with failed and blocked units.</returns>
    /// <exception cref="InterruptedRunException">Asked to stop; every process has saved, and the same call goes on.</exception>
    public async Task<LaunchState> Run(IProgress<LaunchState>? observer, CancellationToken stop)
    {
        bool told = false;
        while (true)
        {
            if (!stop.IsCancellationRequested) StartBatches();
            else if (!told)
            {
                told = true;
                foreach (var batch in running) batch.Process.AskToStop();
            }
            observer?.Report(State());
            if (running.Count == 0 && (elsewhere.Count == 0 || stop.IsCancellationRequested)) break;
            await Next(stop);
            foreach (var batch in running.Where(batch => batch.Process.Exit.IsCompleted).ToList()) Collect(batch, stop.IsCancellationRequested);
            LookElsewhere();
        }
        if (stop.IsCancellationRequested && schedule[UnitState.Ready] > 0)
            throw new InterruptedRunException($"{plan.Study.Name}: stopped; {schedule[UnitState.Done]} of {plan.Units.Count} units are done. The same command goes on.");
        return State();
    }

    void StartBatches()
    {
        while (running.Count < jobs && UnitBatches.Next(schedule, jobs) is { Count: > 0 } next)
        {
            var mine = next.Where(Claim).ToList();
            // Evaluations of a model that is not mine wait for it.
            if (mine.Count < next.Count && next[0].Kind is UnitKind.Pretrain or UnitKind.Adapt && !mine.Contains(next[0])) mine.Clear();
            if (mine.Count == 0) continue;
            List<UnitFolder> folders = [.. mine.Select(Begin)];
            running.Add(new Batch(mine, starter.Start(folders), clock.Elapsed));
        }
    }

    UnitFolder Begin(PlannedUnit unit)
    {
        schedule.Start(unit);
        var folder = plan.Materialise(unit);
        folder.ForgetFailure();
        return folder;
    }

    /// <summary>False where somebody else did it meanwhile or is at it.</summary>
    bool Claim(PlannedUnit unit)
    {
        var folder = plan.FolderOf(unit);
        if (folder.IsDone)
        {
            Done(unit);
            return false;
        }
        if (!folder.IsBusy) return true;
        schedule.Start(unit);
        elsewhere.Add(unit);
        return false;
    }

    async Task Next(CancellationToken stop)
    {
        var waiting = running.Select(batch => (Task)batch.Process.Exit).Append(Task.Delay(BetweenLooks, CancellationToken.None));
        if (!stop.IsCancellationRequested)
        {
            var asked = new TaskCompletionSource();
            using var registration = stop.Register(() => asked.TrySetResult());
            await Task.WhenAny([.. waiting, asked.Task]);
        }
        else await Task.WhenAny(waiting);
    }

    void LookElsewhere()
    {
        foreach (var unit in elsewhere.ToList())
        {
            var folder = plan.FolderOf(unit);
            if (folder.IsBusy) continue;
            elsewhere.Remove(unit);
            if (folder.IsDone) Done(unit);
            else schedule.Again(unit);
        }
    }

    void Collect(Batch batch, bool stopping)
    {
        running.Remove(batch);
        times = times.With(clock.Elapsed - batch.Start, batch.Units.Sum(unit => plan.FolderOf(unit).Done?.Seconds ?? 0));
        int code = batch.Process.Exit.Result;
        bool atFault = true; // Only the first unit without a result can be what ended the process.
        foreach (var unit in batch.Units)
        {
            var folder = plan.FolderOf(unit);
            if (folder.IsDone) Done(unit);
            else if (schedule.Of(unit) == UnitState.Blocked) continue;
            else if (folder.Failure is { } failure) Fail(unit, failure.Reason);
            else if (atFault && !stopping && !MayRestart(unit, code)) Fail(unit, WriteEnd(folder, code, batch.Process.LastWords));
            else schedule.Again(unit);
            atFault &= folder.IsDone;
        }
    }

    void Done(PlannedUnit unit)
    {
        schedule.Done(unit);
        timeLeft.Done(unit, plan.FolderOf(unit).Done);
    }

    bool MayRestart(PlannedUnit unit, int code) =>
        code is UnitExit.Resumable or UnitExit.MissingInput && (restarts[unit] = restarts.GetValueOrDefault(unit) + 1) <= Restarts;

    void Fail(PlannedUnit unit, string reason)
    {
        reasons[unit] = reason;
        schedule.Fail(unit);
    }

    /// <summary>A process that was killed could not say why it ended.</summary>
    static string WriteEnd(UnitFolder folder, int code, string lastWords)
    {
        string reason = code > 128
            ? $"its process was ended by signal {code - 128}{(code == 137 ? " (often: no memory left)" : "")}"
            : $"its process ended with exit code {code}";
        folder.WriteFailure(new UnitFailure(lastWords.Length > 0 ? $"{reason}: {lastWords}" : reason, code, Environment.MachineName));
        return reason;
    }

    LaunchState State() => new(plan.Units.Count, schedule[UnitState.Done], schedule[UnitState.Failed], schedule[UnitState.Blocked], times with { Wall = clock.Elapsed }, timeLeft.Of(jobs),
        [.. running.Select(batch => batch.Units.FirstOrDefault(unit => !plan.FolderOf(unit).IsDone)).OfType<PlannedUnit>().Concat(elsewhere)
            .Select(unit => new RunningUnit(unit, plan.FolderOf(unit).Progress))],
        reasons);
}
