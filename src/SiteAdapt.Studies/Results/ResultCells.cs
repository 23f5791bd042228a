namespace SiteAdapt.Studies;

/// <summary>From the scores of a cell to what is said of it.</summary>
static class ResultCells
{
    /// <param name="cell">The cell.</param>
    /// <param name="place">Which of its scores.</param>
    /// <param name="table">All cells of its table, the bounds among them.</param>
    public static ResultCell Of(CellScores cell, ScorePlace place, IReadOnlyList<CellScores> table)
    {
        var scores = cell.On(place)!;
        var summary = scores.Summary;
        var (none, all) = (table.FirstOrDefault(other => other.IsNoAdaptation)?.On(place), table.FirstOrDefault(other => other.IsAllTargetData)?.On(place));
        bool onTarget = place == ScorePlace.Target;
        return new ResultCell
        {
            Method = cell.Label,
            Budget = cell.Budget is null ? null : BudgetName.Of(cell.Budget),
            IsBound = cell.IsBound,
            Mean = Finite(summary.Mean),
            Deviation = summary.OverSeeds?.Deviation,
            Seeds = summary.Seeds,
            Patients = summary.Cases,
            Runs = summary.Runs,
            OverPatients = PatientBootstrap.Mean(scores),
            OverSites = SiteBootstrap.Mean(scores.Pairs)?.Interval,
            Change = onTarget ? Against(scores, cell.IsNoAdaptation ? null : none) : Forgotten(cell),
            // The smallest gap that may be divided by is one point: there is none for millimetres.
            GapClosed = onTarget && cell.Metric.IsFraction && !cell.IsBound && none is not null && all is not null ? Gap(GapClosed.Of(scores, none, all, cell.Metric.HigherIsBetter)) : null,
            Worst = Worst(WorstCases.Of(scores, cell.Metric.HigherIsBetter)),
            Variance = VarianceComponents.Of(scores) is { } parts ? new CellVariance(parts.Pair.Deviation, parts.Seed.Deviation, parts.Residual.Deviation, parts.RunDeviation) : null,
            Pairs = [.. scores.Pairs.Select(pair => Pair(pair, scores))],
        };
    }

    static CellChange? Against(ScoreSet scores, ScoreSet? from)
    {
        if (from is null) return null;
        var difference = scores.Minus(from);
        return difference.Summary.Mean is { } mean && double.IsFinite(mean)
            ? new CellChange(CommonScores.Of([from, scores])[0].Summary.Mean ?? double.NaN, mean, PatientBootstrap.Mean(difference)) : null;
    }

    static CellChange? Forgotten(CellScores cell)
    {
        if (cell.Source is null || cell.SourceModels is null) return null;
        var forgetting = Forgetting.Of(cell.Source, cell.SourceModels);
        return forgetting is { MeanChange: { } change, Before: { } before } && double.IsFinite(change) ? new CellChange(before, change, forgetting.OverPatients) : null;
    }

    static CellGap Gap(GapClosed gap) => new(gap.OfMeans, gap.OverPatients, gap.MedianOfPairs, gap.UndefinedPairs);

    static CellWorst? Worst(WorstCases worst) => worst.WorstSite is { } site ? new CellWorst(site.Site, site.Mean!.Value, worst.WorstTenth) : null;

    static PairResult Pair(PairValue pair, ScoreSet scores)
    {
        double[] seeds = FiniteMean.Finite(scores.Runs.Where(run => run.Source == pair.Source && run.Target == pair.Target).Select(run => run.Value));
        return new PairResult(pair.Source, pair.Target, Finite(pair.Value), seeds.Length > 0 ? Spread.Of(seeds).Deviation : null);
    }

    static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
