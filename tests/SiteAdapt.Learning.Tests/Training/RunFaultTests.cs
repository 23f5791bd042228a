using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

/// <summary>
/// Something goes wrong at a change on disk of a whole training (lock, cache of prepared cases, run record, metrics, checkpoints, the
/// mark that it is done); the next start cleans up and ends with the bytes of a run that nothing happened to.
/// </summary>
public sealed class RunFaultTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    readonly TinySites sites = new();
    int trial;

    public void Dispose() => sites.Dispose();

    public static TheoryData<DiskTrouble> Troubles() => [.. Enum.GetValues<DiskTrouble>()];

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_end_with_the_same_bytes_after_trouble_at_some_changes(DiskTrouble trouble) => Disturb(trouble, every: 29);

    [SlowFact]
    public void Should_end_with_the_same_bytes_after_trouble_at_every_change()
    {
        foreach (var trouble in Enum.GetValues<DiskTrouble>()) Disturb(trouble, every: 1);
    }

    void Disturb(DiskTrouble trouble, int every)
    {
        string whole = NewTrial();
        var changes = FaultyDisk.ChangesOf(() => Train(whole));
        foreach (string file in new[] { ".prepared", "run.json.", ".lock-owner", "metrics.jsonl", "model.safetensors", "optimizer.safetensors", "SHA256SUMS", "done.json", "best-", "last-" })
            Assert.Contains(changes, change => change.Contains(file, StringComparison.Ordinal));
        output.WriteLine($"{trouble} at every {every}th of {changes.Count} changes");
        // Which changes of the sample: another remainder for each trouble.
        for (int at = 1 + 5 * (int)trouble % every; at <= changes.Count; at += every)
        {
            string run = NewTrial();
            var fault = new FaultyDisk(trouble, at).Under(() => Train(run));
            Assert.True(fault is null or SimulatedCrashException or InputException || (fault is IOException && fault.Message.Contains(run, StringComparison.Ordinal)), $"{trouble} at {changes[at - 1]}: {fault}");
            Train(run);
            Assert.Equal(sites.Bytes(whole), sites.Bytes(run)); // no leftover either
            Directory.Delete(sites.File(run), recursive: true);
            Directory.Delete(sites.File($"{run}-cache"), recursive: true);
        }
    }

    string NewTrial() => $"run-{trial++}";

    void Train(string run)
    {
        using var data = new TrainingData(sites.Manifest, new SplitRecord(), TinySites.Task, new PreparedCache(sites.File($"{run}-cache")));
        Pretraining.Run(data, ["a"], TinySites.Training, new OptimizerSettings(OptimizerKind.Adam), sites.Options(run) with { Validate = true }, CancellationToken.None);
    }
}
