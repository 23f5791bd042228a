using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The report's section on SpotTUNet's gates: which blocks are taken from the frozen copy, by budget and by pair of sites.</summary>
public static class GateUse
{
    const int MostSeries = 4;

    /// <summary>Nothing for a study without SpotTUNet.</summary>
    public static IReadOnlyList<Block> Blocks(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<PlannedResult> results = [.. plan.Results.Where(result => result.Target.Count > 0 && IsGated(result)).DistinctBy(result => result.Target[0].Reference)];
        if (results.Count == 0) return [];
        List<GatedModel> models = [.. results.Select(result => GatedModel.Read(plan, result)).OfType<GatedModel>()];
        var blocks = new List<Block>
        {
            new HeadingBlock("SpotTUNet's gates"),
            new ParagraphBlock("Each block has a copy that is tuned and one that stays frozen as in the source model; a policy network chooses for every slice or image. Shown is the share of those that take the frozen copy: a high share says that the source's block still fits the target."),
        };
        if (models.Count < results.Count) blocks.Add(new CalloutBlock(CalloutKind.Note, "Not all models are here:", FormattableString.Invariant($"{results.Count - models.Count} of {results.Count} are not finished or were deleted.")));
        int fromTraining = models.Count(model => !model.OnTestCases);
        if (fromTraining > 0)
            blocks.Add(new CalloutBlock(CalloutKind.Note, "From training:", FormattableString.Invariant($"of {fromTraining} of {models.Count} models the shares are those of the last epoch of training, with the noise that training adds: they were scored before shares were kept (gates.json). Delete their evaluate folders and give 'study run' again for those on test cases.")));
        foreach (var group in models.GroupBy(model => (model.Result.Method.Label, model.Result.Optimizer)))
        {
            string title = FormattableString.Invariant($"{group.Key.Label}, {group.Key.Optimizer.ToString().ToLowerInvariant()}");
            blocks.Add(ByBudget(title, [.. group]));
            blocks.AddRange(group.GroupBy(model => BudgetName.Of(model.Result.Budget)).Select(budget => ByPair(title, budget.Key, [.. budget])));
        }
        return blocks;
    }

    static bool IsGated(PlannedResult result) => result.Target[0].Inputs[0].Record is AdaptUnit { Method.Gates: not null };

    static FigureBlock ByBudget(string title, List<GatedModel> models)
    {
        List<GateShares> series = [.. models.GroupBy(model => BudgetName.Of(model.Result.Budget)).Take(MostSeries).Select(budget => Mean(budget.Key, budget))];
        string means = string.Join(", ", series.Select(one => FormattableString.Invariant($"{one.Name} {100 * one.Frozen.Values.Average():0} %")));
        return new FigureBlock(GateChart.Draw(FigureName.Of("gates", title), series), $"Share of slices that take the frozen copy, by block; over all blocks: {means}.",
            $"{title}: mean over pairs and seeds. Over all blocks: {means}.");
    }

    static FigureBlock ByPair(string title, string budget, List<GatedModel> models)
    {
        List<GateShares> columns = [.. models.GroupBy(model => $"{model.Result.Pair.SourceName} to {model.Result.Pair.Target}").Select(pair => Mean(pair.Key, pair))];
        string means = string.Join(", ", columns.Select(one => FormattableString.Invariant($"{one.Name} {100 * one.Frozen.Values.Average():0} %")));
        return new FigureBlock(GateMap.Draw(FigureName.Of("gate-map", title, budget), columns), $"Share of slices that take the frozen copy, by block and pair of sites, {budget}; over all blocks: {means}.",
            $"{title}, {budget}: percent of the slices that take the frozen copy, by block (rows) and pair of sites (columns), mean over seeds.");
    }

    static GateShares Mean(string name, IEnumerable<GatedModel> models)
    {
        var all = models.ToList();
        return new GateShares(name, all[0].Frozen.Keys.ToDictionary(block => block, block => all.Average(model => model.Frozen[block])));
    }

    /// <param name="OnTestCases">False: of the last epoch of training.</param>
    sealed record GatedModel(PlannedResult Result, IReadOnlyDictionary<string, double> Frozen, bool OnTestCases)
    {
        const string Prefix = "gate/";

        public static GatedModel? Read(StudyPlan plan, PlannedResult result)
        {
            var evaluation = plan.FolderOf(result.Target[0]);
            if (evaluation.IsDone && GatesFile.Read(evaluation) is { } gates) return new GatedModel(result, gates.Frozen, OnTestCases: true);
            var model = result.Target[0].Inputs[0];
            if (plan.Presence(model) != RunPresence.Finished) return null;
            var measures = new RunFolder(plan.FolderOf(model).Run).ReadMetrics()[^1].Measures ?? new Dictionary<string, double>();
            var frozen = measures.Where(measure => measure.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(measure => measure.Key[Prefix.Length..], measure => measure.Value);
            return frozen.Count == 0 ? null : new GatedModel(result, frozen, OnTestCases: false);
        }
    }
}
