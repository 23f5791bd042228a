using System.Diagnostics;
using SiteAdapt.Studies;
using Xunit.Abstractions;

namespace SiteAdapt.Cli.Tests;

/// <summary>The paper's Table 2 with thousands of units done. Tells how long plan and status take (docs/performance.md); asserts only what they say.</summary>
public sealed class FullStudyTests(ITestOutputHelper output) : IDisposable
{
    readonly TemporaryFolder folder = new();

    [LongFact]
    public void Should_plan_the_full_table_2_and_say_where_it_is()
    {
        string file = folder.Write("table2.yaml", File.ReadAllText(RepositoryFolder.Find("studies", "table2.yaml")));
        var plan = StudyPlan.Load(file);
        foreach (var (index, unit) in plan.Units.Index())
        {
            string place = plan.FolderOf(unit).Path;
            Directory.CreateDirectory(place);
            if (index % 10 != 9) File.WriteAllText(Path.Combine(place, "done.json"), """{"seconds": 60, "parts": 6000, "host": "here"}""");
            else if (index % 100 == 99) File.WriteAllText(Path.Combine(place, "failed.json"), """{"reason": "no memory left", "exit_code": 137, "host": "here"}""");
        }
        var planned = Timed("plan");
        Assert.Equal(4320, planned.GetProperty("units").GetProperty("adapt").GetInt32());
        Assert.Equal(plan.Units.Count - plan.Units.Count / 10, planned.GetProperty("done").EnumerateObject().Sum(kind => kind.Value.GetInt32()));
        var status = Timed("status");
        Assert.Equal(plan.Units.Count, status.GetProperty("units").GetInt32());
        Assert.True(status.GetProperty("states").GetProperty("failed").GetInt32() > 50);

        System.Text.Json.JsonElement Timed(string verb)
        {
            var clock = Stopwatch.StartNew();
            var said = SiteAdaptProcess.Run(folder.Path, "study", verb, "table2.yaml", "--json").Succeed().Json;
            output.WriteLine(FormattableString.Invariant($"study {verb}, {plan.Units.Count} units: {clock.Elapsed.TotalSeconds:0.00} s"));
            return said;
        }
    }

    public void Dispose() => folder.Dispose();
}
