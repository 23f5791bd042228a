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
        var launcher = new Option<string>("--launcher") { Description = "local: processes on this machine; slurm: job arrays on a cluster", DefaultValueFactory = _ => "local" }.Offering("local", "slurm");
        var jobs = new Option<int?>("--jobs") { Description = "local: processes at once (default: processors / threads of a unit). Results do not depend on it" };
        var slurm = new SlurmOptions();
        var json = CommonOptions.Json();
        var command = new Verb("run", "Run what is left of a study; the same command goes on after an interruption",
            "siteadapt study run studies/small-table2.yaml --jobs 2",
            "siteadapt study run my-study.yaml --launcher slurm --partition gpu --time 8:00:00 --max-parallel 20",
            "siteadapt study run my-study.yaml --launcher slurm --sbatch account=lab --dry-run")
        {
            file, launcher, jobs, json,
        };
        foreach (var option in slurm.All) command.Add(option);
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            var output = new Output(parsed.GetValue(json));
            switch (parsed.GetValue(launcher))
            {
                case "local":
                    slurm.Refuse(parsed);
                    return await Run(parsed.GetValue(file)!, parsed.GetValue(jobs), output, stop);
                case "slurm":
                    if (parsed.GetValue(jobs) is not null) throw new InputException("--jobs: is for --launcher local; how much runs at once on a cluster is said by --max-parallel.");
                    return SlurmRun.Do(parsed.GetValue(file)!, slurm.Settings(parsed), slurm.IsDryRun(parsed), output, stop);
                case var other:
                    throw new InputException($"--launcher: is '{other}'; expected local or slurm.");
            }
        }, CancellationToken.None));
        return command;
    }

    static async Task<int> Run(string file, int? jobs, Output output, CancellationToken stop)
    {
        var (plan, state) = await StudyWork.Run(file, jobs, stop);
        var scores = StudyScores.Read(plan);
        StudyReport.Collect(scores, output, times: state.Times);
        string report = ReportFiles.DefaultFolder(plan.Study);
        ReportFiles.Write(scores, report, StudyReportVerb.CommandOf(file, null));
        Output.Note($"Look at {Path.Combine(report, "index.html")}");
        return StudyWork.Conclude(plan, state);
    }
}
