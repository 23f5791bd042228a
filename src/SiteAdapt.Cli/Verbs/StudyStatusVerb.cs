using System.CommandLine;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>study status FILE</c>: where a study is, read from its folders and from Slurm's queue.</summary>
static class StudyStatusVerb
{
    public static Command Build()
    {
        var file = StudyOptions.File();
        var results = new Option<bool>("--results") { Description = "Also write the results as far as they are there, as 'study run' does at its end" };
        var json = CommonOptions.Json();
        var command = new Verb("status", "Say where a study is: what is done, running, failed and blocked, and what waits for what",
            "siteadapt study status studies/small-table2.yaml",
            "siteadapt study status studies/small-table2.yaml --json")
        {
            file, results, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            string path = parsed.GetValue(file)!;
            var (plan, output) = (StudyPlan.Load(path), new Output(parsed.GetValue(json)));
            if (parsed.GetValue(results)) StudyReport.Collect(StudyScores.Read(plan), output, path);
            else StudyReport.Status(plan, output, path);
        }, CancellationToken.None));
        return command;
    }
}
