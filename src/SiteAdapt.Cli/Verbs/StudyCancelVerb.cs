using System.CommandLine;
using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary><c>study cancel FILE</c>: takes a study's jobs out of Slurm's queue.</summary>
static class StudyCancelVerb
{
    public static Command Build()
    {
        var file = StudyOptions.File();
        var json = CommonOptions.Json();
        var command = new Verb("cancel", "Take a study's jobs out of Slurm's queue; what is done stays, and what runs saves and leaves",
            "siteadapt study cancel my-study.yaml")
        {
            file, json,
        };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            string path = parsed.GetValue(file)!;
            var plan = StudyPlan.Load(path);
            var cancelled = SlurmCancel.Of(plan, new SlurmPrograms());
            int running = cancelled.Elements.Count(element => !element.IsPending), done = StudyStatus.Of(plan)[UnitState.Done];
            var result = new { jobs = cancelled.Arrays, elements = cancelled.Elements.Count, running, others = cancelled.Others.Select(element => element.Job.Job).Distinct(), done, units = plan.Units.Count };
            new Output(parsed.GetValue(json)).Result(result, console =>
            {
                console.Line(cancelled.Arrays.Count == 0 ? $"{plan.Study.Name} has no jobs in the queue."
                    : $"Cancelled {Tables.Count(cancelled.Arrays.Count, "job")} ({string.Join(", ", cancelled.Arrays)}) with {Tables.Count(cancelled.Elements.Count, "element")}, {running} of them running: these save and leave.");
                foreach (var study in cancelled.Others.GroupBy(element => (element.Job.Name.Study, element.Job.Job)))
                    console.Line($"Job {study.Key.Job} stays: study '{study.Key.Study}' submitted it, and {Tables.Count(study.Count(), "element")} of it do units of this study too.");
                console.Line($"{done} of {plan.Units.Count} units are done and stay. 'siteadapt study run {path}' goes on, with any launcher.");
            });
        }, CancellationToken.None));
        return command;
    }
}
