using System.CommandLine;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>run show RUN</c>: what a run is, what it was trained on, and how its loss went.</summary>
static class RunShowVerb
{
    public static Command Build()
    {
        var run = new Argument<string>("RUN") { Description = "A run folder" };
        var json = CommonOptions.Json();
        var command = new Command("show", "Show what a run is, what it was trained on, and its history") { run, json };
        command.SetAction(parsed => Show(parsed.GetValue(run)!, new Output(parsed.GetValue(json))));
        return command;
    }

    static void Show(string path, Output output)
    {
        var folder = new RunFolder(path);
        var record = folder.ReadRecord();
        var checkpoint = folder.NewestCheckpoint(RunFolder.Last);
        var history = checkpoint?.State.History ?? [];
        output.Result(new { run = record, done = folder.IsDone, step = checkpoint?.State.Step ?? 0, history, weights_sha256 = checkpoint?.WeightsHash }, console =>
        {
            string state = folder.IsDone ? "finished" : $"stopped at step {checkpoint?.State.Step ?? 0}; the same command continues it";
            console.WriteLine($"{folder.Path}: {record.Kind}, {state}");
            console.WriteLine($"task {record.Task.Name}, {record.Optimizer.Kind}, {record.Training.Epochs} epochs x {record.Training.StepsPerEpoch} steps x {record.Training.BatchSize} slices, "
                + $"learning rate {record.Training.LearningRate}, seed {record.Training.Seed}, {record.Training.Threads} threads");
            if (record.Method is { } method) console.WriteLine($"method {method["name"]} from {record.Source!.Run} ({string.Join(", ", record.Source.Sites)})");
            console.WriteLine($"data {record.Data.Manifest}");
            foreach (var role in record.Data.Cases.GroupBy(item => (item.Role, item.Site)))
                console.WriteLine($"  {role.Key.Role} {role.Key.Site}: {role.Select(item => item.Subject).Distinct().Count()} subjects, {role.Sum(item => item.Slices)} slices");
            var table = Tables.Make(">epoch", ">step", ">loss", ">learning rate", ">validation Dice");
            foreach (var row in history)
                Tables.Row(table, $"{row.Epoch + 1}", $"{row.Step}", $"{row.Loss:0.00000}", $"{row.LearningRate:0.######}",
                    row.Validation is { } scores && scores.TryGetValue("dice", out double dice) ? Tables.Score(dice) : "");
            console.Write(table);
        });
    }
}
