using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A unit of a plan.</summary>
public sealed class PlannedUnit(UnitRecord record, UnitReference reference, IReadOnlyList<PlannedUnit> inputs)
{
    public UnitRecord Record => record;

    public UnitReference Reference => reference;

    public UnitKind Kind => record.Kind;

    /// <summary>Units that must be done before.</summary>
    public IReadOnlyList<PlannedUnit> Inputs => inputs;

    /// <summary>Where its data are; null: where the plan's are.</summary>
    public UnitPlace? Place { get; init; }

    /// <summary>Units and results that need this one.</summary>
    public int Uses { get; internal set; }

    /// <summary>What it is, for people.</summary>
    public required string Title { get; init; }
}

/// <summary>A cell of the study's tables before it is averaged: one method, pair, budget, optimizer and seed, and the evaluations that it is read from.</summary>
/// <param name="Budget">Null for the bounds.</param>
/// <param name="Target">Evaluations on the target's test cases; empty where the study asks for none.</param>
/// <param name="SourceBefore">Of the source model, a unit a source site.</param>
/// <param name="SourceAfter">Of the adapted model, on the same sites.</param>
public sealed record PlannedResult(
    StudyMethod Method, StudyPair Pair, Budget? Budget, OptimizerKind Optimizer, long Seed, NormSource NormStatistics,
    IReadOnlyList<PlannedUnit> Target, IReadOnlyList<PlannedUnit> SourceBefore, IReadOnlyList<PlannedUnit> SourceAfter);

/// <summary>Everything that a study computes, each unit once, inputs before what needs them.</summary>
public sealed class StudyPlan(StudyDefinition study, StudyData data, IReadOnlyList<PlannedUnit> units, IReadOnlyList<PlannedResult> results)
{
    public StudyDefinition Study => study;

    public StudyData Data => data;

    /// <summary>In the order of the stages.</summary>
    public IReadOnlyList<PlannedUnit> Units => units;

    public IReadOnlyList<PlannedResult> Results => results;

    /// <summary>The folder of all units.</summary>
    public string UnitsFolder => Path.Combine(study.Results, "units");

    public UnitFolder FolderOf(PlannedUnit unit) => new(Path.Combine(UnitsFolder, unit.Reference.Path));

    /// <summary>Writes what <c>unit run</c> needs into a unit's folder; what is there already stays.</summary>
    public UnitFolder Materialise(PlannedUnit unit)
    {
        var folder = FolderOf(unit);
        folder.Materialise(unit.Record, unit.Place ?? data.Place);
        return folder;
    }

    /// <summary>What was planned from numbers of patients cannot be run.</summary>
    /// <exception cref="InputException">The manifest is not there.</exception>
    public void RequireData()
    {
        if (!data.IsThere) throw new InputException($"{data.Manifest.Path}: the manifest is not there; without data a study can only be planned (docs/how-to/own-data.md).");
    }

    /// <summary>Reads the study file and plans it with the data as they are now.</summary>
    public static StudyPlan Load(string file) => StudyPlanner.Plan(StudyFile.Load(file));
}
