using System.CommandLine;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>demo</c>: the whole job on simulated sites, as a study that the program brings along.</summary>
static class DemoVerb
{
    public static Command Build()
    {
        var preset = new Option<string>("--preset") { Description = "quick (minutes) or full (hours)", DefaultValueFactory = _ => "quick" };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for the study file, its data, runs and results", DefaultValueFactory = _ => new DirectoryInfo("demo") };
        var labels = new Option<DirectoryInfo?>("--labels") { Description = "Render the label maps of this folder (with t1_prior.tsv) instead of procedural heads" };
        var (seed, device, json) = (CommonOptions.Seed(), CommonOptions.Device(), CommonOptions.Json());
        var threads = new Option<int>("--threads") { Description = "Threads of each process (default: 1, so that everybody gets the same numbers); as many processes as fit the processors run at once", DefaultValueFactory = _ => 1 };
        var command = new Verb("demo", "Simulate sites, pre-train, adapt with every method, and show what each wins and forgets",
            "siteadapt demo --out demo",
            "siteadapt demo --preset full --seed 1 --out demo-full")
        {
            preset, folder, labels, seed, device, threads, json,
        };
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            string path = parsed.GetValue(folder)!.FullName;
            string file = DemoStudy.Write(path, new DemoChoice(parsed.GetValue(preset)!, parsed.GetValue(labels)?.FullName, parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(device)!));
            var (plan, state) = await StudyWork.Run(file, jobs: null, stop);
            WinnersTable.Print(ReportFiles.Write(StudyScores.Read(plan), path, StudyReportVerb.CommandOf(file, path)), new Output(parsed.GetValue(json)));
            Output.Note($"Look at {Path.Combine(path, "index.html")}");
            return StudyWork.Conclude(plan, state);
        }, CancellationToken.None));
        return command;
    }
}
