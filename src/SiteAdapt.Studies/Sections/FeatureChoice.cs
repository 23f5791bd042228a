using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A cell of a study's tables whose methods are looked at side by side; null: the first of the study.</summary>
/// <param name="Methods">As the study names them.</param>
/// <param name="Source">Of several sites: "a+b".</param>
/// <param name="Budget">As in tables: "2 patients", "1 patient, 5 slices".</param>
public sealed record FeatureChoice(IReadOnlyList<string> Methods, string? Source = null, string? Target = null, string? Budget = null, OptimizerKind? Optimizer = null, long? Seed = null)
{
    public static IReadOnlyList<string> DefaultMethods { get; } = [MethodNames.Mmtl, MethodNames.FineTuneAll];

    /// <summary>The adaptations of the first cell that fits, one a method.</summary>
    /// <exception cref="InputException">The study has no such method, site, budget, optimizer or seed, or no cell with all of the methods.</exception>
    public IReadOnlyList<PlannedUnit> Find(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var runs = StudyRun.Adaptations(plan);
        var faults = new Faults(plan.Study.Name);
        void Require(string option, string? asked, IEnumerable<string> known)
        {
            List<string> names = [.. known.Distinct()];
            if (asked is not null && !names.Contains(asked)) faults.Add($"{option}: there is no '{asked}'{ClosestName.Hint(asked, names)}; the study has {string.Join("; ", names)}");
        }
        foreach (string method in Methods) Require("--methods", method, runs.Select(run => run.Method));
        Require("--source", Source, runs.Select(run => run.Pair!.SourceName));
        Require("--target", Target, runs.Select(run => run.Pair!.Target));
        Require("--budget", Budget, runs.Where(run => run.Budget is not null).Select(run => BudgetName.Of(run.Budget)));
        Require("--optimizer", Optimizer?.ToString().ToLowerInvariant(), runs.Select(run => run.Optimizer.ToString().ToLowerInvariant()));
        Require("--seed", Seed?.ToString(System.Globalization.CultureInfo.InvariantCulture), runs.Select(run => run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        faults.ThrowIfAny();
        var cell = runs.Where(IsAsked).GroupBy(run => (run.Pair, run.Optimizer, run.Seed, Budget: Budget is null ? BudgetName.Of(run.Budget) : Budget))
            .FirstOrDefault(group => Methods.All(method => group.Any(run => run.Method == method)));
        return cell is null
            ? throw new InputException($"{plan.Study.Name}: no cell of its tables has all of {string.Join(", ", Methods)}. Name others with --methods, or another pair or budget.")
            : [.. Methods.Select(method => cell.First(run => run.Method == method).Unit)];
    }

    bool IsAsked(StudyRun run) => Methods.Contains(run.Method)
        && (Source is null || run.Pair!.SourceName == Source) && (Target is null || run.Pair!.Target == Target)
        && (Budget is null || run.Budget is null || BudgetName.Of(run.Budget) == Budget) // a method without labels has no budget
        && (Optimizer is null || run.Optimizer == Optimizer) && (Seed is null || run.Seed == Seed);
}
