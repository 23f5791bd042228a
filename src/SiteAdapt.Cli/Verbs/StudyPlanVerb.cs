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
            Show(plan, new Output(parsed.GetValue(json)));
        }, CancellationToken.None));
        return command;
    }

    static void Show(StudyPlan plan, Output output)
    {
        var kinds = KindSummary.Of(plan);
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
        };
        output.Result(result, console =>
        {
            console.Line(string.Create(CultureInfo.InvariantCulture, $"{plan.Study.Name}: {plan.Data.Sites.Count} sites, {plan.Results.Count} table cells before averaging"));
            var table = Tables.Make("unit", ">units", ">shared", ">done", ">to do");
            foreach (var kind in kinds) Tables.Row(table, Name(kind.Kind), $"{kind.Total}", $"{kind.Shared}", $"{kind.Done}", $"{kind.ToDo}");
            console.Write(table);
            if (!plan.Data.IsThere) console.Line($"Planned without data: {plan.Data.Manifest.Path} is not there. Numbers of units hold; nothing of it can be run or found done.");
        });
    }

    static string Name(UnitKind kind) => kind.ToString().ToLowerInvariant();
}
