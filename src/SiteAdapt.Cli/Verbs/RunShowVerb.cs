using System.CommandLine;
using System.Globalization;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>run show RUN</c>: what a run is, what it was trained on, and how its loss went.</summary>
static class RunShowVerb
{
    public static Command Build()
    {
        var run = new Argument<string>("RUN") { Description = "A run folder" };
        var json = CommonOptions.Json();
        var command = new Verb("show", "Show what a run is, what it was trained on, and its history",
            "siteadapt run show runs/mmtl",
            "siteadapt run show runs/mmtl --json")
        {
            run, json,
        };
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
            console.Line($"{folder.Path}: {record.Kind}, {state}");
            console.Line(Settings(record));
            if (record.Method is { } method) console.Line($"method {method["name"]} from {record.Source!.Run} ({string.Join(", ", record.Source.Sites)})");
            console.Line($"data {record.Data.Manifest}");
            foreach (var role in record.Data.Cases.GroupBy(item => (item.Role, item.Site)))
                console.Line($"  {role.Key.Role} {role.Key.Site}: {Tables.Count(role.Select(item => item.Subject).Distinct().Count(), "subject")}, {Tables.Count(role.Sum(item => item.Slices), "slice")}");
            if (history.Count == 0) return;
            var table = Tables.Make(">epoch", ">step", ">loss", ">learning rate", ">validation Dice");
            foreach (var row in history)
                Tables.Row(table, $"{row.Epoch + 1}", $"{row.Step}", $"{row.Loss:0.00000}", PageText.Significant(row.LearningRate, 6),
                    row.Validation is { } scores && scores.TryGetValue("dice", out double dice) ? Tables.Score(dice) : "");
            console.Write(table);
        });
    }

    static string Settings(RunRecord record)
    {
        var training = record.Training;
        return string.Create(CultureInfo.InvariantCulture,
            $"task {record.Task.Name}, {record.Optimizer.Kind.ToString().ToLowerInvariant()}, {training.Epochs} epochs x {training.StepsPerEpoch} steps x {training.BatchSize} slices\n")
            + string.Create(CultureInfo.InvariantCulture, $"learning rate {PageText.Significant(training.LearningRate, 6)}, seed {training.Seed}, {Tables.Count(training.Threads, "thread")}");
    }
}
