using System.Text.Json.Serialization;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// A study as its file says it (docs/reference/study-file.md): which methods are compared on which pairs of sites. What follows
/// from it, unit by unit, is a <see cref="StudyPlan"/>. A study can also be made in code.
/// </summary>
public sealed record StudyDefinition
{
    public required string Name { get; init; }

    /// <summary>The text of its file, for reports; empty where it was made in code.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the units and the results go; full path. Studies that share a folder share their units.</summary>
    public required string Results { get; init; }

    /// <summary>The manifest, full path; null: simulated data, or none yet.</summary>
    public string? Manifest { get; init; }

    /// <summary>The manifests that <see cref="Manifest"/> is joined from; empty: it is one that was given.</summary>
    public IReadOnlyList<string> Joined { get; init; } = [];

    /// <summary>Sites that the program makes itself, in place of a manifest.</summary>
    public SimulatedSites? Simulation { get; init; }

    /// <summary>Folder of prepared cases; null: beside the manifest.</summary>
    public string? Cache { get; init; }

    /// <summary>The sites that take part; empty: all of the manifest. With their numbers of patients for a plan without data.</summary>
    public IReadOnlyList<StudySite> Sites { get; init; } = [];

    public required TaskSettings Task { get; init; }

    public SplitRecord Split { get; init; } = new();

    public PairRule Pairs { get; init; } = PairRule.All;

    /// <summary>The pairs of <see cref="PairRule.Listed"/>.</summary>
    public IReadOnlyList<StudyPair> ListedPairs { get; init; } = [];

    public required IReadOnlyList<StudyMethod> Methods { get; init; }

    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    public IReadOnlyList<OptimizerKind> Optimizers { get; init; } = [OptimizerKind.Adam];

    public IReadOnlyList<long> Seeds { get; init; } = [0];

    /// <summary>Of the adaptations; the seed is each unit's own.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>Of the source models.</summary>
    public TrainingSettings Pretraining { get; init; } = new();

    public EvaluationPlan Evaluation { get; init; } = new();

    /// <summary>Differences that the report shows besides its tables; no unit depends on them.</summary>
    public IReadOnlyList<StudyComparison> Comparisons { get; init; } = [];
}

/// <summary>A site and, where the study file gives it, its number of patients.</summary>
public sealed record StudySite(string Name, int? Patients = null);

/// <summary>One source model and the site that it is adapted to.</summary>
/// <param name="Sources">Pooled where there are several.</param>
public sealed record StudyPair(IReadOnlyList<string> Sources, string Target)
{
    /// <summary>The sources as one name, for tables: "a+b".</summary>
    public string SourceName => string.Join('+', Sources);
}

public enum PairRule
{
    /// <summary>Every ordered pair of sites.</summary>
    All,

    /// <summary>Each site in turn is the target of a model of all the others.</summary>
    EachAsTarget,

    Listed,
}

/// <summary>A column of the tables: a method with its options.</summary>
/// <param name="Label">Its name in tables; unique in a study.</param>
/// <param name="Method">A name of <see cref="MethodCatalog"/>, or several joined by '+'.</param>
/// <param name="Options">NAME=VALUE of <see cref="MethodOptions"/>.</param>
/// <param name="Optimizers">Runs with these only; null: with all of the study.</param>
/// <param name="SourceBudget">How much of the source's training data a mixing method may use; null: all of it.</param>
public sealed record StudyMethod(
    string Label, string Method, IReadOnlyList<string> Options, IReadOnlyList<OptimizerKind>? Optimizers = null, Budget? SourceBudget = null)
{
    public StudyMethod(string method) : this(method, method, []) { }

    /// <summary>Whether it is a method of <see cref="MethodCatalog"/> as that has it: no options, all of the source's data.</summary>
    public bool Is(string method) => Method == method && Options.Count == 0 && SourceBudget is null;

    /// <summary>The method's record for an optimizer.</summary>
    /// <exception cref="Imaging.InputException">No such method or option, or options that change nothing.</exception>
    public AdaptationMethod Resolve(OptimizerKind optimizer)
    {
        var method = MethodOptions.Apply(MethodCatalog.Find(Method, optimizer), Options);
        MethodCheck.Require(method, optimizer);
        return method;
    }
}

/// <summary>What is scored of every model.</summary>
/// <param name="Target">On the target's test patients.</param>
/// <param name="Source">On the sources' test patients, before and after: what is forgotten.</param>
public sealed record EvaluationPlan(bool Target = true, bool Source = true, EvaluationGrid Grid = EvaluationGrid.Prepared)
{
    public IReadOnlyList<NormSource> NormStatistics { get; init; } = [NormSource.Own];
}

/// <summary>Simulated sites as data: made by <c>study run</c> where they are not there yet.</summary>
/// <param name="Spacing">Of heads, in mm; null: radiographs.</param>
/// <param name="Labels">Folder of label maps to render, or null for procedural heads.</param>
/// <param name="Kind">Heads are left out of the JSON, whose hash names the folder of data that were made before there was a choice.</param>
/// <param name="Size">Of radiographs: pixels along each edge; null: heads.</param>
public sealed record SimulatedSites(
    int Sites, int Subjects, double? Spacing, long Seed, double Shift = 1, string? Labels = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] SimulationKind Kind = SimulationKind.Heads, int? Size = null);

/// <summary>What is simulated.</summary>
public enum SimulationKind
{
    Heads,

    /// <summary>Chest radiographs with findings.</summary>
    ChestXray,
}
