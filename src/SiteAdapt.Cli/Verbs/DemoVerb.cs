using System.CommandLine;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>demo</c>: the whole job on simulated sites.</summary>
static class DemoVerb
{
    public static Command Build()
    {
        var preset = new Option<string>("--preset") { Description = "quick (minutes) or full (hours)", DefaultValueFactory = _ => "quick" };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for data, runs and results", DefaultValueFactory = _ => new DirectoryInfo("demo") };
        var labels = new Option<DirectoryInfo?>("--labels") { Description = "Render the label maps of this folder (with t1_prior.tsv) instead of procedural heads" };
        var (seed, device, json) = (CommonOptions.Seed(), CommonOptions.Device(), CommonOptions.Json());
        var command = new Command("demo", "Simulate sites, pre-train, adapt with every method, and show what each wins and forgets") { preset, folder, labels, seed, device, json };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            var chosen = DemoPreset.Find(parsed.GetValue(preset)!);
            string path = parsed.GetValue(folder)!.FullName;
            var at = TorchRuntime.Configure(chosen.Training.Threads, parsed.GetValue(device)!);
            using var observer = new Observer();
            var rows = new DemoStudy(chosen, parsed.GetValue(labels)?.FullName, path, parsed.GetValue(seed), at, observer).Run(stop);
            ResultsTable.Print(rows, new Output(parsed.GetValue(json)));
            Output.Note($"Look at {Path.Combine(path, "index.html")}");
        }, CancellationToken.None));
        return command;
    }

    sealed class Observer : IDemoObserver, IDisposable
    {
        readonly ProgressLine simulation = new("simulate");

        public void Stage(string what) => Output.Note(what);

        public IProgress<TrainingProgress> Training(string what) => new ProgressLine(what);

        public void Simulated(int done, int total, string scan) => simulation.Report(done, total, scan);

        public void Dispose() => simulation.Dispose();
    }
}
