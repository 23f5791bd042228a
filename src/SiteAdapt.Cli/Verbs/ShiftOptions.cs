using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>What <c>data shift</c> and <c>data drift</c> share.</summary>
sealed class ShiftOptions
{
    readonly Option<int> most = new("--most") { Description = "At most so many subjects of each group, drawn by the seed", DefaultValueFactory = _ => GroupMeasurement.MostSubjects };
    readonly Option<long> seed = CommonOptions.Seed();
    readonly Option<string?> cache = CommonOptions.Cache();
    readonly Option<int?> threads = CommonOptions.Threads();
    readonly Option<string> device = CommonOptions.Device();
    readonly Option<bool> json = CommonOptions.Json();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { most, seed, cache, threads, device, json }) command.Options.Add(option);
    }

    public Output Output(ParseResult parsed) => new(parsed.GetValue(json));

    public PreparedCache Cache(ParseResult parsed, FileInfo manifest) => DataSession.Cache(manifest, parsed.GetValue(cache));

    /// <summary>A group's cases, drawn where it has too many subjects.</summary>
    public (string Name, IReadOnlyList<Case> Cases) Draw(ParseResult parsed, string name, IReadOnlyList<Case> cases)
    {
        int limit = parsed.GetValue(most);
        if (limit < 1) throw new InputException($"--most: is {limit}; expected 1 or more subjects.");
        var drawn = GroupMeasurement.Draw(cases, limit, parsed.GetValue(seed), name);
        if (drawn.Count < cases.Count) Cli.Output.Note($"{name}: {limit} of its {cases.Select(item => item.Subject).Distinct().Count()} subjects were drawn (--most)");
        return (name, drawn);
    }

    /// <param name="run">The network whose features are compared; null: none.</param>
    public ShiftResult Compare(ParseResult parsed, (string Name, IReadOnlyList<Case> Cases) first, (string Name, IReadOnlyList<Case> Cases) second, string? run, FileInfo manifest, CancellationToken stop)
    {
        var used = TorchRuntime.Configure(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(device)!);
        var model = run is null ? default : RunFolder.OpenFinished(run);
        using var network = run is null ? null : NetworkFactory.Load(model.Record, model.Checkpoint, used);
        var features = network is null ? null : new FeatureSource(network, model.Record.Task, Cache(parsed, manifest), used);
        RequireKind(model.Record?.Task, run, [.. first.Cases, .. second.Cases]);
        using var progress = new ProgressLine("measure");
        var (one, other, set) = GroupMeasurement.Measure(first, second, model.Record?.Task.Intensity ?? new IntensitySettings(IntensityKind.ClipAndScale), features, progress.Report, stop);
        return ShiftComparison.Of(one, other, set, parsed.GetValue(seed));
    }

    static void RequireKind(TaskSettings? task, string? run, IReadOnlyList<Case> cases)
    {
        if (task is null || cases.FirstOrDefault(item => AppearanceSet.IsRadiograph(item) != task.IsClassification) is not { } other) return;
        throw new InputException($"{run}: is a model of {(task.IsClassification ? "radiographs" : "volumes")}, and case '{other.Id}' of site '{other.Site}' is none ({other.Image}). Give a run of this kind of image.");
    }
}
