using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>The weights of a run, scored at one site.</summary>
/// <param name="File">Below the served folder.</param>
/// <param name="Auc">Classification: mean over the findings.</param>
/// <param name="Manifest">The one below the served folder that has the cases; null where none has, or where it is not clear which.</param>
/// <param name="Metrics">That the cases have, the one that the task is judged by first.</param>
sealed record SiteScores(string File, string Site, string Subset, double? Auc, string? Manifest, IReadOnlyList<MetricColumn> Metrics, IReadOnlyList<CaseScores> Cases);

/// <summary>
/// Scores of a run outside of studies: those that an audit keeps in the run's folder, and files of <c>evaluate --out</c> below the served folder. Which run
/// a file is of stands in it: the SHA-256 of the weights.
/// </summary>
sealed class RunScores(ServedFolder folder, FolderIndex index, Manifests manifests)
{
    const int LongestFile = 64 << 20, Beginning = 256;
    readonly FileCache<ScoresFile?> files = new(Read);
    readonly FileCache<FinishedRun?> ends = new(EndOf);

    /// <param name="Manifests">That its record names.</param>
    sealed record FinishedRun(string Weights, IReadOnlyList<string> Manifests);

    public IReadOnlyList<SiteScores> Of(string? path)
    {
        if (folder.Find(path) is not { } run || !index.Files.Runs.Contains(run)) throw new InputException($"{path}: there is no such run here.");
        if (!new RunFolder(run).IsDone || ends.Of(Path.Combine(run, "run.json")) is not { } end) return [];
        return
        [
            .. Audited(run).Concat(index.Files.Json).Select(folder.Inside).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(file => (File: file, Scores: files.Of(file))).Where(item => item.Scores?.Weights == end.Weights)
                .OrderBy(item => item.Scores!.Site, StringComparer.Ordinal).ThenBy(item => item.File, StringComparer.Ordinal)
                .Select(item => Table(item.File, item.Scores!, end.Manifests)),
        ];
    }

    static IEnumerable<string> Audited(string run)
    {
        string scores = Path.Combine(run, AuditFiles.Folder, AuditFiles.Scores);
        return Directory.Exists(scores) ? Directory.EnumerateFiles(scores, "*.json") : [];
    }

    SiteScores Table(string file, ScoresFile scores, IReadOnlyList<string> named)
    {
        List<MetricText> metrics = [.. scores.Cases.SelectMany(item => item.Values.Keys).Distinct(StringComparer.Ordinal)
            .OrderBy(key => key != scores.Metric).ThenBy(key => key, StringComparer.Ordinal).Select(key => new MetricText(key, key == MetricText.SurfaceDice ? scores.ToleranceMm : null))];
        return new SiteScores(folder.RelativeOf(file), scores.Site, scores.Subset, scores.Findings?.MeanAuc, manifests.With(scores.Site, [.. scores.Cases.Select(item => (item.Case, item.Subject)).Distinct()], named),
            [.. metrics.Select(MetricColumn.Of)], CaseScores.Of(scores, metrics));
    }

    /// <summary>Only what begins as scores do is read whole.</summary>
    static ScoresFile? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: > 0 and <= LongestFile }) return null;
            using (var reader = new StreamReader(file))
            {
                char[] first = new char[Beginning];
                string text = new(first, 0, reader.ReadBlock(first));
                if (!text.TrimStart('{', ' ', '\r', '\n').StartsWith("\"site\"", StringComparison.Ordinal)) return null;
            }
            return ScoresFile.Read(file) is { Cases: not null, Site: not null, Metric: not null } scores && scores.Cases.All(item => item is { Case: not null, Subject: not null, Values: not null }) ? scores : null;
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static FinishedRun? EndOf(string file)
    {
        try
        {
            var (record, checkpoint) = RunFolder.OpenFinished(Path.GetDirectoryName(file)!);
            return new FinishedRun(checkpoint.WeightsHash, [.. new[] { record.Data.ManifestFile, record.Data.SourceManifest }.OfType<string>()]);
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            return null; // a damaged run is in the list too
        }
    }
}
