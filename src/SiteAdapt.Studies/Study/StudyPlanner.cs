using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>From a study to its units: each cell of the tables asks for what it needs, and what was asked for before is shared.</summary>
public static class StudyPlanner
{
    static readonly IReadOnlyList<Budget?> NoBudget = [null];

    /// <exception cref="InputException">The data do not have what the study asks for.</exception>
    public static StudyPlan Plan(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = StudyData.Open(study);
        var pairs = StudyPairs.Of(study, data.Sites);
        RequireBudgets(study, data, pairs);
        var units = new PlannedUnits(study, data);
        List<PlannedResult> results =
        [
            .. from optimizer in study.Optimizers
               from method in study.Methods
               where method.Optimizers?.Contains(optimizer) ?? true
               let resolved = method.Resolve(optimizer)
               from budget in PlannedMethods.HasNoBudget(resolved) ? NoBudget : study.Budgets
               from pair in pairs
               from seed in study.Seeds
               from result in Results(units, study, method, resolved, pair, budget, optimizer, seed)
               select result,
        ];
        return new StudyPlan(study, data, units.InOrder, results);
    }

    static IEnumerable<PlannedResult> Results(
        PlannedUnits units, StudyDefinition study, StudyMethod method, AdaptationMethod resolved, StudyPair pair, Budget? budget, OptimizerKind optimizer, long seed)
    {
        var source = units.Pretrain(pair.Sources, optimizer, seed);
        var model = PlannedMethods.IsSourceModel(resolved) ? source
            : PlannedMethods.IsTargetModel(resolved) ? units.Pretrain([pair.Target], optimizer, seed)
            : units.Adapt(source, pair, resolved, budget, method.SourceBudget, optimizer, seed);
        foreach (var norm in study.Evaluation.NormStatistics)
        {
            // A model that was not adapted has no other source statistics than its own.
            if (norm == NormSource.Source && model.Kind == UnitKind.Pretrain) continue;
            List<PlannedUnit> On(bool wanted, PlannedUnit which, NormSource statistics, params IEnumerable<string> sites) =>
                wanted ? [.. sites.Select(site => units.Evaluate(which, site, statistics))] : [];
            var result = new PlannedResult(method, pair, budget, optimizer, seed, norm,
                On(study.Evaluation.Target, model, norm, pair.Target),
                On(study.Evaluation.Source, source, NormSource.Own, pair.Sources),
                On(study.Evaluation.Source, model, norm, pair.Sources));
            foreach (var unit in result.Target.Concat(result.SourceBefore).Concat(result.SourceAfter)) unit.Uses++;
            yield return result;
        }
    }

    /// <summary>Budgets that a target does not have are told before anything is computed.</summary>
    static void RequireBudgets(StudyDefinition study, StudyData data, IReadOnlyList<StudyPair> pairs)
    {
        var faults = new Faults(study.Name);
        foreach (string target in pairs.Select(pair => pair.Target).Distinct())
        {
            int there = data.Cases(target, Subset.Train).Select(item => item.Subject).Distinct().Count();
            foreach (var budget in study.Budgets.Where(budget => budget.Patients > there && budget.Patients != Budget.All.Patients))
                faults.Add($"'budgets' has {budget.Patients} patients, but the training list of '{target}' has {there}");
        }
        foreach (string site in pairs.SelectMany(pair => pair.Sources.Append(pair.Target)).Distinct())
            if (data.Cases(site, Subset.Test).Count == 0) faults.Add($"site '{site}' has no test case in this split");
        faults.ThrowIfAny();
    }
}
