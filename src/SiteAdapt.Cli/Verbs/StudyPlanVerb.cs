using System.CommandLine;
using System.Globalization;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>study plan FILE</c>: what a study would compute, and what of it is done.</summary>
static class StudyPlanVerb
{
    public static Command Build()
    {
        var file = StudyOptions.File();
        var json = CommonOptions.Json();
        var measure = new Option<bool>("--measure") { Description = "Take a few steps of this study's networks and keep their times for this machine" };
        var command = new Verb("plan", "Say what a study computes: its units, what is shared, done and to do, and how long it takes",
            "siteadapt study plan studies/table2.yaml",
            "siteadapt study plan studies/small-table2.yaml --measure")
        {
            file, measure, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            var plan = StudyPlan.Load(parsed.GetValue(file)!);
            if (parsed.GetValue(measure)) new StepMeasurement(plan, new Notes()).Take(stop).Save(plan.Study, StepTimes.DefaultFolder);
            Show(plan, new Output(parsed.GetValue(json)));
        }, CancellationToken.None));
        return command;
    }

    static void Show(StudyPlan plan, Output output)
    {
        var kinds = KindSummary.Of(plan);
        var estimate = StudyEstimate.Of(plan, StepTimes.Load(plan.Study, StepTimes.DefaultFolder));
        Dictionary<string, int> Counts(Func<KindSummary, int> count) => kinds.ToDictionary(kind => Name(kind.Kind), count);
        var result = new
        {
            study = plan.Study.Name,
            results = plan.Study.Results,
            data = plan.Data.IsThere ? plan.Data.Manifest.Path : null,
            sites = plan.Data.Sites,
            cells = plan.Results.Count,
            units = Counts(kind => kind.Total),
            shared = Counts(kind => kind.Shared),
            done = Counts(kind => kind.Done),
            to_do = Counts(kind => kind.ToDo),
            estimate,
        };
        output.Result(result, console =>
        {
            console.Line(string.Create(CultureInfo.InvariantCulture, $"{plan.Study.Name}: {plan.Data.Sites.Count} sites, {plan.Results.Count} table cells before averaging"));
            var table = Tables.Make("unit", ">units", ">shared", ">done", ">to do");
            foreach (var kind in kinds) Tables.Row(table, Name(kind.Kind), $"{kind.Total}", $"{kind.Shared}", $"{kind.Done}", $"{kind.ToDo}");
            console.Write(table);
            console.Line(TimeText(estimate));
            if (estimate.Bytes is { } bytes and > 0) console.Line(string.Create(CultureInfo.InvariantCulture, $"Disk: about {bytes / 1e9:0.0} GB of runs to do; whoever has the scores may delete them."));
            if (!plan.Data.IsThere) console.Line($"Planned without data: {plan.Data.Manifest.Path} is not there. Numbers of units hold; nothing of it can be run or found done.");
        });
    }

    /// <summary>No number is made up: what was never measured is named.</summary>
    static string TimeText(StudyEstimate estimate)
    {
        string unknown = string.Join(", ", estimate.Unknown.Select(kind => $"{kind.Value} {kind.Key}"));
        string time = string.Create(CultureInfo.InvariantCulture, $"Time: about {RunningText.Span(TimeSpan.FromSeconds(estimate.Seconds))} of one process for {estimate.Known} units");
        return (estimate.Known, estimate.Unknown.Count) switch
        {
            (0, 0) => "Everything is done.",
            (0, _) => "Time: not known, nothing was measured on this machine yet; --measure does it.",
            (_, 0) => time + ".",
            _ => $"{time}; not known for {unknown}.",
        };
    }

    sealed class Notes : IProgress<string>
    {
        public void Report(string value) => Output.Note($"measure {value}");
    }

    static string Name(UnitKind kind) => kind.ToString().ToLowerInvariant();
}
