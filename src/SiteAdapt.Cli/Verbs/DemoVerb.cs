using System.CommandLine;
using SiteAdapt.Imaging;
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
        var threads = new Option<int?>("--threads") { Description = "Threads of the tensor library (default: 2, so that everybody gets the same numbers)" };
        var command = new Verb("demo", "Simulate sites, pre-train, adapt with the fast methods, and show what each wins and forgets",
            "siteadapt demo --out demo",
            "siteadapt demo --preset full --seed 1 --out demo-full")
        {
            preset, folder, labels, seed, device, threads, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            var chosen = Threaded(DemoPreset.Find(parsed.GetValue(preset)!), parsed.GetValue(threads));
            string path = parsed.GetValue(folder)!.FullName;
            var at = TorchRuntime.Configure(chosen.Training.Threads, parsed.GetValue(device)!);
            using var observer = new Observer();
            var rows = new DemoStudy(chosen, parsed.GetValue(labels)?.FullName, path, parsed.GetValue(seed), at, observer).Run(stop);
            ResultsTable.Print(rows, new Output(parsed.GetValue(json)));
            Output.Note($"Look at {Path.Combine(path, "index.html")}");
        }, CancellationToken.None));
        return command;
    }

    static DemoPreset Threaded(DemoPreset preset, int? threads) => threads switch
    {
        null => preset,
        >= 1 and var count => preset with { Training = preset.Training with { Threads = count } },
        _ => throw new InputException($"--threads: is {threads}; expected 1 or more."),
    };

    sealed class Observer : IDemoObserver, IDisposable
    {
        readonly ProgressLine simulation = new("simulate");

        public void Stage(string what) => Output.Note(what);

        public IProgress<TrainingProgress> Training(string what) => new ProgressLine(what);

        public void Simulated(int done, int total, string scan) => simulation.Report(done, total, scan);

        public void Dispose() => simulation.Dispose();
    }
}
