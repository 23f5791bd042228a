using System.CommandLine;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>study status FILE</c>: where a study is, read from its folders.</summary>
static class StudyStatusVerb
{
    public static Command Build()
    {
        var file = StudyOptions.File();
        var json = CommonOptions.Json();
        var command = new Verb("status", "Say where a study is: what is done, running, failed and blocked",
            "siteadapt study status studies/small-table2.yaml",
            "siteadapt study status studies/small-table2.yaml --json")
        {
            file, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() => StudyReport.Status(StudyPlan.Load(parsed.GetValue(file)!), new Output(parsed.GetValue(json))), CancellationToken.None));
        return command;
    }
}
