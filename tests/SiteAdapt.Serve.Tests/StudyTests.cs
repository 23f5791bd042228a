using System.Net;
using System.Text.Json;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve.Tests;

/// <summary>Studies: how far they are, their scores, and which of them are shown at all.</summary>
public sealed class StudyTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Should_count_units_and_find_the_report()
    {
        var study = new ScoredStudy(folder);
        string results = study.Plan.Study.Results;
        await using var server = await RunningServer.Start(folder.Path);
        var progress = await server.Json(ScoredStudy.Progress);
        Assert.Equal((study.Plan.Units.Count, StudyStatus.Of(study.Plan)[UnitState.Done]), (progress.GetProperty("total").GetInt32(), progress.GetProperty("done").GetInt32()));
        Assert.False(progress.TryGetProperty("report", out _));

        var failed = study.Plan.Materialise(study.Plan.Units[0]);
        await File.WriteAllTextAsync(failed.In("failed.json"), """{"reason": "no <b>disk</b>", "exit_code": 1, "host": "h"}""");
        Directory.CreateDirectory(Path.Combine(results, "s.report"));
        await File.WriteAllTextAsync(Path.Combine(results, "s.report", "index.html"), "<p>x");
        await File.WriteAllTextAsync(Path.Combine(results, "s.report", "results.json"), "{}");
        progress = await server.Json(ScoredStudy.Progress);
        Assert.Equal("no <b>disk</b>", progress.GetProperty("failed")[0].GetProperty("reason").GetString());
        Assert.Equal("study/results/s.report/index.html", progress.GetProperty("report").GetString());
        Assert.Equal(HttpStatusCode.OK, await server.Status("/report/study/results/s.report/index.html"));
    }

    [Fact]
    public async Task Should_list_the_study_with_what_is_done()
    {
        _ = new ScoredStudy(folder);
        await using var server = await RunningServer.Start(folder.Path);
        var row = Assert.Single((await server.Json("/api/index")).GetProperty("studies").EnumerateArray().ToList());
        Assert.Equal((ScoredStudy.Path, "s", "study/results", 3), (Text(row, "path"), Text(row, "name"), Text(row, "results"), row.GetProperty("done").GetInt32()));
    }

    [Fact]
    public async Task Should_give_the_scores_of_every_case_of_every_method()
    {
        _ = new ScoredStudy(folder);
        await using var server = await RunningServer.Start(folder.Path);
        var scores = await server.Json(ScoredStudy.Scores);
        Assert.Equal(["surface_dice", "dice", "hd95"], scores.GetProperty("metrics").EnumerateArray().Select(metric => Text(metric, "key")));
        var models = scores.GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(["none", "mmtl", "octl"], models.Select(model => Text(model, "method")));
        for (int m = 0; m < 3; m++)
        {
            Assert.Equal(("A", "B", "target"), (Text(models[m], "source"), Text(models[m], "target"), Text(models[m], "place")));
            var cases = models[m].GetProperty("cases").EnumerateArray().ToList();
            Assert.Equal(["B0", "B1", "B2"], cases.Select(item => Text(item, "case")));
            for (int p = 0; p < 3; p++) Assert.Equal(ScoredStudy.Value(m, p), cases[p].GetProperty("values")[0].GetDouble(), 12);
            Assert.Equal(JsonValueKind.Null, cases[2].GetProperty("values")[2].ValueKind); // no finite distance
        }
    }

    [Fact]
    public async Task Should_not_show_results_that_are_elsewhere_nor_quote_files_that_a_study_names()
    {
        string secret = folder.Write("outside/passwords.csv", "root:secret-word\n");
        Directory.CreateDirectory(folder.File("outside", "results", "units"));
        string inner = folder.File("inner");
        folder.Write("inner/away.yaml", "name: away\nresults: ../outside/results\nmethods: [none]\npairs: [[A, B]]\n");
        folder.Write("inner/quotes.yaml", $"name: quotes\nresults: results\ndata: {secret}\nmethods: [none]\n");
        folder.Write("inner/broken.yaml", "methods: [\n");
        folder.Write("inner/task.yaml", "base: brain\n");
        Directory.CreateDirectory(folder.File("inner", "results"));
        await using var server = await RunningServer.Start(inner);
        var studies = (await server.Json("/api/index")).GetProperty("studies").EnumerateArray().ToDictionary(row => Text(row, "path")!);
        Assert.Equal(["away.yaml", "broken.yaml", "quotes.yaml"], studies.Keys.Order());
        Assert.False(studies["away.yaml"].TryGetProperty("results", out _));
        foreach (string path in studies.Keys.Append("task.yaml"))
            foreach (string what in new[] { "study", "scores" })
            {
                using var answer = await server.Get($"/api/{what}?path={path}");
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                Assert.DoesNotContain("secret-word", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
    }

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    public void Dispose() => folder.Dispose();
}
