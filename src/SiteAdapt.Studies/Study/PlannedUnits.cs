using System.Globalization;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The units of a study that is being planned, each once: who asks for the same record again gets the same unit.</summary>
/// <param name="others">Units of the same study on other data, which are shared with.</param>
sealed class PlannedUnits(StudyDefinition study, StudyData data, PlannedUnits? others = null)
{
    readonly Dictionary<object, PlannedUnit> asked = []; // by what was asked for: a record's text is made once
    readonly Dictionary<UnitReference, PlannedUnit> units = others?.units ?? [];

    // What is only looked at in an evaluation, or only a name or a default that was used, makes no new source model.
    readonly TaskSettings trained = study.Task with { Name = "study", Metric = new MetricSettings(), ComponentFilter = ComponentFilter.None, LearningRate = null, AdaptationLearningRate = null };

    public IReadOnlyList<PlannedUnit> InOrder => [.. units.Values.OrderBy(unit => unit.Kind)];

    public PlannedUnit Prepare(string site, Subset subset) => Once((site, subset), () =>
    {
        var cases = data.Cases(site, subset);
        return (new PrepareUnit(site, subset, cases.Count, CaseRows.Hash(data.Manifest, cases), trained.PreparationKey), [], $"prepare {site} {subset.Name()}");
    });

    public PlannedUnit Pretrain(IReadOnlyList<string> sites, OptimizerKind optimizer, long seed)
    {
        string name = string.Join('+', sites);
        return Once((name, optimizer, seed), () =>
        {
            PlannedUnit[] prepared = [.. sites.Select(site => Prepare(site, Subset.Train))];
            var record = new PretrainUnit(sites, [.. prepared.Select(unit => unit.Reference)], trained, study.Pretraining with { Seed = seed }, optimizer);
            return (record, prepared, $"pretrain {name} {Name(optimizer)} seed {seed}");
        });
    }

    /// <summary>A model that was trained outside.</summary>
    public PlannedUnit Given(GivenModelUnit record) => Once(record, () => (record, [], "the source model"));

    public PlannedUnit Adapt(PlannedUnit source, StudyPair pair, AdaptationMethod method, Budget? budget, Budget? sourceBudget, OptimizerKind optimizer, long seed) =>
        Once((source.Reference, pair.Target, method, budget, sourceBudget), () =>
        {
            var prepared = Prepare(pair.Target, Subset.Train);
            var record = new AdaptUnit(source.Reference, pair.Target, prepared.Reference, budget, method, study.Training with { Seed = seed }, optimizer, sourceBudget);
            return (record, [source, prepared], $"{method.Name} {pair.SourceName} to {pair.Target}, {BudgetName.Of(budget)}, {Name(optimizer)} seed {seed}");
        });

    public PlannedUnit Evaluate(PlannedUnit model, string site, NormSource norm) => Once((model.Reference, site, norm), () =>
    {
        var prepared = Prepare(site, Subset.Test);
        var recalibration = norm == NormSource.Recalibrated ? Prepare(site, Subset.Train) : null;
        var record = new EvaluateUnit(model.Reference, site, prepared.Reference, study.Evaluation.Grid, norm, recalibration?.Reference,
            study.Task.Metric, study.Task.ComponentFilter, study.Training.Threads, study.Training.Device);
        return (record, recalibration is null ? [model, prepared] : [model, prepared, recalibration], $"evaluate on {site}: {model.Title}");
    });

    PlannedUnit Once(object key, Func<(UnitRecord Record, IReadOnlyList<PlannedUnit> Inputs, string Title)> make)
    {
        if (asked.TryGetValue(key, out var known)) return known;
        var (record, inputs, title) = make();
        var reference = UnitText.Reference(record);
        if (!units.TryGetValue(reference, out var unit))
        {
            units[reference] = unit = new PlannedUnit(record, reference, inputs) { Title = title, Place = data.Place };
            foreach (var input in inputs) input.Uses++;
        }
        return asked[key] = unit;
    }

    static string Name(OptimizerKind optimizer) => optimizer.ToString().ToLowerInvariant();
}
