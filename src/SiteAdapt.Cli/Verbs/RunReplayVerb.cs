using System.CommandLine;
using SiteAdapt.Adaptation;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>run replay RUN --out FOLDER</c>: does a run again from its record.</summary>
static class RunReplayVerb
{
    public static Command Build()
    {
        var (options, folder) = (new ReplayOptions(), CommonOptions.Out("The new run folder; the same command again continues an interrupted replay"));
        var command = new Verb("replay", "Do a run again from its record: the same data, settings and versions give the same bytes",
            "siteadapt run replay runs/mmtl --out runs/mmtl-again");
        var interval = new Option<int?>("--checkpoint-every") { Description = "Steps between checkpoints (default: the run's); another number gives the same result" };
        options.AddTo(command);
        command.Options.Add(interval);
        command.Options.Add(folder);
        command.SetComputation((parsed, stop) => Run(parsed, options, parsed.GetValue(interval), new RunFolder(parsed.GetValue(folder)!.FullName), stop));
        return command;
    }

    static void Run(ParseResult parsed, ReplayOptions options, int? checkpointEvery, RunFolder folder, CancellationToken stop)
    {
        var original = options.Record(parsed);
        var manifest = options.Manifest(parsed, original);
        if (checkpointEvery < 1) throw new Imaging.InputException($"--checkpoint-every: is {checkpointEvery}; expected 1 or more.");
        var record = RunReplay.Here(original, manifest.FullName, options.Source(parsed));
        if (checkpointEvery is not null) record = record with { Training = record.Training with { CheckpointEvery = checkpointEvery } };
        foreach (var (name, version) in original.Versions)
            if (record.Versions.GetValueOrDefault(name) != version)
                Output.Warn($"the run was made with {name} {version}, and this is {record.Versions.GetValueOrDefault(name) ?? "without it"}; the last bits may differ");
        var device = TorchRuntime.Configure(record.Training.Threads, record.Training.Device);
        using var data = DataSession.Open(manifest, record.Data.Split, record.Task, options.Cache(parsed), stop);
        using var progress = new ProgressLine("replay");
        var replay = new RunReplay(record, data) { Epochs = parsed.GetValue(options.Epochs), InitialWeights = options.Weights(parsed) };
        replay.Execute(new RunOptions(folder, device) { Progress = progress }, stop);
        if (folder.IsDone) TrainingReport.Print(folder, new Output(parsed.GetValue(options.Json)));
        else new Output(parsed.GetValue(options.Json)).Result(new { run = folder.Path, steps = folder.NewestCheckpoint(RunFolder.Last)!.State.Step },
            console => console.Line($"{folder.Path}: the first {Tables.Count(parsed.GetValue(options.Epochs)!.Value, "epoch")} replayed"));
    }
}
