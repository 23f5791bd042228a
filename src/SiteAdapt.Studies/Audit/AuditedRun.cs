using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Where a site stands, seen from the model.</summary>
public enum AuditPlace
{
    /// <summary>A site that the model is made for: the target of an adaptation, the sites of a pre-training.</summary>
    Target,

    /// <summary>A site of the source model.</summary>
    Source,

    Other,
}

/// <summary>A finished run that is audited, with its source model where that is at hand.</summary>
/// <param name="Seen">The cases behind the weights, those of the source model included.</param>
public sealed record AuditedRun(string Path, RunRecord Record, Checkpoint Checkpoint, SeenCases Seen)
{
    /// <summary>The model that it was adapted from; null where there is none, or <see cref="NoSource"/> says why it is not here.</summary>
    public AuditedRun? Source { get; private init; }

    /// <summary>Why the source model is not at hand; null where it is, or where there is none.</summary>
    public string? NoSource { get; private init; }

    public IReadOnlyList<string> TargetSites => Record.Data.Sites;

    public IReadOnlyList<string> SourceSites => [.. (Record.Source?.Sites ?? []).Except(TargetSites)];

    /// <summary>The metric that the task is mainly judged by.</summary>
    public MetricText Headline => Text(ScoredAs is { } scores ? scores.Metric : Record.Task.IsClassification ? MetricText.Auc : Record.Task.Metric.Headline == Data.HeadlineScore.Dice ? MetricText.Dice : MetricText.SurfaceDice);

    public MetricText Text(string metric) => new(metric, metric == MetricText.SurfaceDice ? ScoredAs?.ToleranceMm ?? Record.Task.Metric.ToleranceMm : null);

    /// <summary>Scores that say what is judged, where they are there: a study may score with another metric or tolerance than its models were trained with.</summary>
    internal ScoresFile? ScoredAs { get; init; }

    public AuditPlace PlaceOf(string site) => TargetSites.Contains(site) ? AuditPlace.Target : SourceSites.Contains(site) ? AuditPlace.Source : AuditPlace.Other;

    /// <param name="path">A finished run folder.</param>
    /// <param name="source">Its source run, where it is elsewhere now; null: where the record says.</param>
    /// <exception cref="InputException">It is not finished, or its files were changed.</exception>
    public static AuditedRun Open(string path, string? source = null)
    {
        var run = OpenAlone(path);
        if (run.Record.Source is not { } from) return source is null ? run : throw new InputException($"--from: {path} was not adapted from another model. Leave the option out.");
        if ((source ?? from.RunFolder) is not { } folder) return run with { NoSource = "the record does not say where the source model is, because it comes from a bundle without subjects; name it with --from" };
        try
        {
            var model = OpenAlone(folder);
            return model.Checkpoint.WeightsHash == from.Weights
                ? run with { Source = model }
                : run with { NoSource = $"{model.Path} holds other weights (SHA-256 {model.Checkpoint.WeightsHash}) than those that this run was adapted from ({from.Weights})" };
        }
        catch (InputException fault) when (source is null)
        {
            return run with { NoSource = fault.Message };
        }
    }

    static AuditedRun OpenAlone(string path)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(path);
        return new AuditedRun(new RunFolder(path).Path, record, checkpoint, SeenCases.Open(path, checkpoint));
    }
}
