using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>What <c>pretrain</c> and <c>adapt</c> say when they are done.</summary>
static class TrainingReport
{
    sealed record Summary(string Run, string? Method, int Steps, double? FinalLoss, string WeightsSha256);

    public static void Print(RunFolder folder, Output output)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(folder.Path);
        var history = checkpoint.State.History;
        var summary = new Summary(folder.Path, (string?)record.Method?["name"], checkpoint.State.Step, history.Count > 0 ? history[^1].Loss : null, checkpoint.WeightsHash);
        output.Result(summary, console =>
        {
            console.WriteLine($"{summary.Run}: {summary.Method ?? record.Kind}, {summary.Steps} steps"
                + (summary.FinalLoss is { } loss ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", loss {loss:0.0000}") : ""));
            console.WriteLine($"Next: siteadapt evaluate --run {summary.Run} --data {record.Data.Manifest} --site SITE");
        });
    }
}
