using System.CommandLine;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>study run FILE</c>: computes what is left of a study.</summary>
static class StudyRunVerb
{
    public static Command Build()
    {
        var file = StudyOptions.File();
        var launcher = new Option<string>("--launcher") { Description = "local: processes on this machine", DefaultValueFactory = _ => "local" };
        var jobs = new Option<int?>("--jobs") { Description = "Processes at once (default: processors / threads of a unit). Results do not depend on it" };
        var json = CommonOptions.Json();
        var command = new Verb("run", "Run what is left of a study; the same command goes on after an interruption",
            "siteadapt study run studies/small-table2.yaml --jobs 2",
            "siteadapt study run my-study.yaml --launcher local --jobs 8")
        {
            file, launcher, jobs, json,
        };
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            if (parsed.GetValue(launcher) is not "local" and var other) throw new InputException($"--launcher: is '{other}'; expected local.");
            return await Run(parsed.GetValue(file)!, parsed.GetValue(jobs), new Output(parsed.GetValue(json)), stop);
        }, CancellationToken.None));
        return command;
    }

    static async Task<int> Run(string file, int? jobs, Output output, CancellationToken stop)
    {
        var (plan, state) = await StudyWork.Run(file, jobs, stop);
        StudyReport.Collect(plan, output);
        string report = ReportFiles.DefaultFolder(plan.Study);
        ReportFiles.Write(plan, report, StudyReportVerb.CommandOf(file, null));
        Output.Note($"Look at {Path.Combine(report, "index.html")}");
        return StudyWork.Conclude(plan, state);
    }
}
