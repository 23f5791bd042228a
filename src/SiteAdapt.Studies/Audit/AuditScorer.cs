using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Studies;

/// <summary>Scores models on test cases into files that say which weights and which cases they are of.</summary>
/// <param name="run">Whose task the scores are of.</param>
/// <param name="folder">Where the files go.</param>
public sealed class AuditScorer(AuditedRun run, string folder, EvaluationGrid grid, Device device)
{
    /// <summary>Told after every case.</summary>
    public Action<int, int, string>? Progress { get; init; }

    /// <summary>The file of a model's scores at a site. One that is there and of the same weights and cases is taken as it is, so that its date stays.</summary>
    /// <param name="model">The run, or its source model.</param>
    /// <exception cref="InputException">There is nothing to score, or the model was trained on what it would be scored on.</exception>
    public string Score(AuditedRun model, TrainingData data, string site, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var cases = data.Split.TestCases(site).Where(item => item.IsLabelled).ToList();
        if (cases.Count == 0) throw new InputException($"{data.Manifest.Path}: site '{site}' has no labelled test case in the run's split ({data.Split.Origin}).");
        run.Seen.RequireUnseen(cases, data, run.Path);
        string testData = TestData(cases, data.Cache);
        string key = Sha256($"{model.Checkpoint.WeightsHash}\n{testData}\n{grid}\n{data.Task.Metric}\n{data.Task.ComponentFilter}");
        string file = Path.Combine(folder, $"{site}.{key[..16]}.json");
        if (File.Exists(file) && ScoresFile.Read(file) is { } there && there.Weights == model.Checkpoint.WeightsHash && there.TestData == testData && there.Site == site) return file;

        using var network = NetworkFactory.Load(model.Record, model.Checkpoint, device);
        var scores = data.Task.IsClassification
            ? ScoresFile.Of(site, Subset.Test, grid, NormSource.Own, new FindingsEvaluator(network, model.Record.Model!, data, device) { Progress = Progress }.Predict(site, cases, stop))
            : ScoresFile.Of(site, Subset.Test, grid, NormSource.Own, data.Task, new Evaluator(network, data.Task, device, data.Cache) { Progress = Progress }.Evaluate(cases, grid, stop));
        WithOrigin(scores, model.Checkpoint, cases, data).Write(file);
        return file;
    }

    /// <summary>Scores with what they are of.</summary>
    /// <param name="cases">The labelled cases that were to be scored.</param>
    public static ScoresFile WithOrigin(ScoresFile scores, Checkpoint checkpoint, IReadOnlyList<Case> cases, TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(data);
        return scores with
        {
            Weights = checkpoint.WeightsHash,
            TestData = TestData(cases, data.Cache),
            About = [.. cases.Select(CaseFacts.Of)],
            Unlabelled = data.Split.TestCases(scores.Site).Count(item => !item.IsLabelled),
        };
    }

    /// <summary>SHA-256 over what the manifest says of cases and what is in their files.</summary>
    static string TestData(IReadOnlyList<Case> cases, PreparedCache cache)
    {
        var text = new StringBuilder();
        foreach (var item in cases)
            text.Append(CultureFree(item)).Append(cache.Contents.Of(item.Image)).Append(' ').Append(item.Label is { } label ? cache.Contents.Of(label) : "-").Append('\n');
        return Sha256(text.ToString());
    }

    static string CultureFree(Case item) =>
        FormattableString.Invariant($"{item.Id}\t{item.Subject}\t{item.Site}\t{item.Sex}\t{item.Age}\t{item.Scanner}\t{string.Join(',', item.Findings.Select(finding => FormattableString.Invariant($"{finding.Key}={finding.Value}")))}\n");

    static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
