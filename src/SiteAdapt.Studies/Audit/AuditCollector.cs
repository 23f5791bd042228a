using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Why a site has no scores of a model.</summary>
public sealed record ScoreFailure(string Site, bool IsSource, string Reason);

/// <summary>Scores that an audit stands on, and those that could not be had.</summary>
public sealed record AuditMaterial(IReadOnlyList<AuditScores> Scores, IReadOnlyList<ScoreFailure> Failures);

/// <summary>Scores a run where it is to be judged: at its own sites, and with its source model at the source's.</summary>
/// <param name="open">Opens a manifest with a split, in the run's task; the caller disposes what it opened.</param>
public sealed class AuditCollector(AuditedRun run, AuditScorer scorer, Func<string, SplitRecord, TrainingData> open)
{
    /// <summary>The manifest, where it is elsewhere now.</summary>
    public string? Manifest { get; init; }

    /// <summary>The source's manifest, where it is another one and elsewhere now.</summary>
    public string? SourceManifest { get; init; }

    public AuditMaterial Collect(CancellationToken stop)
    {
        var (scores, failures) = (new List<AuditScores>(), new List<ScoreFailure>());
        foreach (string site in run.TargetSites.Concat(run.SourceSites))
        {
            bool isSource = run.PlaceOf(site) == AuditPlace.Source;
            List<AuditedRun> models = isSource && run.Source is { } source ? [run, source] : [run];
            foreach (var model in models)
            {
                try
                {
                    scores.Add(AuditScores.Read(scorer.Score(model, DataOf(site, isSource), site, stop), run));
                }
                catch (InputException fault)
                {
                    failures.Add(new ScoreFailure(site, model != run, fault.Message));
                }
            }
        }
        return new AuditMaterial(scores, failures);
    }

    /// <summary>The source's sites stand in the run's own manifest, or in that of the source run.</summary>
    TrainingData DataOf(string site, bool isSource)
    {
        if (!isSource) return Require(open(Manifest ?? run.Record.Data.RequireManifest("--data"), run.Record.Data.Split), site);
        string? own = Manifest ?? run.Record.Data.ManifestFile;
        if (SourceManifest is null && File.Exists(own) && open(own, run.Record.Data.Split) is { } data && data.Manifest.Sites.Contains(site)) return data;
        var split = run.Source?.Record.Data.Split ?? run.Record.Data.Split;
        return Require(open(SourceManifest ?? run.Record.Data.SourceManifest ?? (run.Source?.Record ?? run.Record).Data.RequireManifest("--source-data"), split), site);
    }

    static TrainingData Require(TrainingData data, string site)
    {
        data.Manifest.RequireSite(site);
        return data;
    }
}
