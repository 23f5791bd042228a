using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A training of a study with the cell of the tables that it stands for.</summary>
/// <param name="Budget">Null: all of the data, or none with labels.</param>
sealed record StudyRun(string Method, StudyPair? Pair, Budget? Budget, OptimizerKind Optimizer, long Seed, PlannedUnit Unit)
{
    /// <summary>Where it goes in a legend: a source model is no method.</summary>
    public const string Pretraining = "pre-training";

    public bool IsPretraining => Unit.Kind == UnitKind.Pretrain;

    public string OptimizerName => Optimizer == OptimizerKind.Sgd ? "SGD" : Optimizer.ToString();

    /// <summary>The adaptations of a study, each once, in the order of its tables.</summary>
    public static IReadOnlyList<StudyRun> Adaptations(StudyPlan plan) =>
    [
        .. plan.Results.Select(result => (Result: result, Model: ModelOf(result)))
            .Where(entry => entry.Model is { Kind: UnitKind.Adapt })
            .Select(entry => new StudyRun(entry.Result.Method.Label, entry.Result.Pair, entry.Result.Budget, entry.Result.Optimizer, entry.Result.Seed, entry.Model!))
            .DistinctBy(run => (run.Method, run.Unit.Reference)),
    ];

    /// <summary>The source models of a study.</summary>
    public static IReadOnlyList<StudyRun> SourceModels(StudyPlan plan) =>
    [
        .. plan.Units.Where(unit => unit.Kind == UnitKind.Pretrain)
            .Select(unit => (Unit: unit, Record: (PretrainUnit)unit.Record))
            .Select(entry => new StudyRun(Pretraining, null, null, entry.Record.Optimizer, entry.Record.Training.Seed, entry.Unit)),
    ];

    /// <summary>The model that a cell of the tables is an evaluation of; null where nothing is evaluated.</summary>
    public static PlannedUnit? ModelOf(PlannedResult result) =>
        result.Target.Concat(result.SourceAfter).FirstOrDefault() is { } evaluation ? evaluation.Inputs[0] : null;
}

/// <summary>What there is of a run on disk.</summary>
enum RunPresence
{
    Finished,
    NotFinished,

    /// <summary>The unit is done, but its run folder was deleted to save space.</summary>
    Deleted,
}

static class RunPresences
{
    public static RunPresence Presence(this StudyPlan plan, PlannedUnit unit)
    {
        var folder = plan.FolderOf(unit);
        if (!folder.IsDone) return RunPresence.NotFinished;
        return new RunFolder(folder.Run).IsDone ? RunPresence.Finished : RunPresence.Deleted;
    }

    /// <summary>"3 of 10 runs are not finished; the run folders of 2 were deleted", or nothing.</summary>
    public static string? Missing(IReadOnlyList<RunPresence> runs)
    {
        int waiting = runs.Count(run => run == RunPresence.NotFinished), deleted = runs.Count(run => run == RunPresence.Deleted);
        List<string> parts = [];
        if (waiting > 0) parts.Add(FormattableString.Invariant($"{waiting} of {runs.Count} runs are not finished"));
        if (deleted > 0) parts.Add(FormattableString.Invariant($"the run folders of {deleted} of {runs.Count} were deleted"));
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }
}
