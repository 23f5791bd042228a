using System.Net;
using SiteAdapt.Learning;

namespace SiteAdapt.Serve.Tests;

/// <summary>Runs in the list and on their page.</summary>
public sealed class RunTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    /// <summary>Names that are allowed on a disk, and that a page could stumble over.</summary>
    public static TheoryData<string> HostileNames => [.. Hostile];

    internal static readonly string[] Hostile =
    [
        "<img src=x onerror=alert(1)>", "\"><script>alert(1)<", "it's & co;", "two\nlines", "%2e%2e", "%2e%2e%2fetc", "a b+c#d?e=f", "\u202Etxt.nur", "файл-日本-é", "\\back", "$(id)", "nul\u0001", "{{7*7}}",
    ];

    [Fact]
    public async Task Should_say_how_far_each_run_is()
    {
        Runs.Write(folder.File("runs", "done"), "octl", epochs: 10);
        Runs.Write(folder.File("runs", "stopped"), "mmtl", epochs: 4, done: false);
        Runs.Write(folder.File("runs", "busy"), "l2sp", epochs: 2, done: false);
        using var held = RunLock.Take(folder.File("runs", "busy"));
        await using var server = await RunningServer.Start(folder.Path);
        var rows = (await server.Json("/api/index")).GetProperty("runs").EnumerateArray().ToDictionary(row => row.GetProperty("path").GetString()!);
        Assert.Equal(["runs/busy", "runs/done", "runs/stopped"], rows.Keys.Order());
        Assert.Equal(["running", "done", "stopped"], new[] { "runs/busy", "runs/done", "runs/stopped" }.Select(path => rows[path].GetProperty("state").GetString()));
        var stopped = rows["runs/stopped"];
        Assert.Equal(4, stopped.GetProperty("epoch").GetInt32());
        Assert.Equal(0.25, stopped.GetProperty("loss").GetDouble());
        Assert.Equal(("mmtl", "A", "B", 10), (stopped.GetProperty("head").GetProperty("method").GetString(), stopped.GetProperty("head").GetProperty("sources").GetString(),
            stopped.GetProperty("head").GetProperty("sites").GetString(), stopped.GetProperty("head").GetProperty("epochs").GetInt32()));
    }

    [Fact]
    public async Task Should_see_an_epoch_that_was_added()
    {
        Runs.Write(folder.File("r"), epochs: 2, done: false);
        await using var server = await RunningServer.Start(folder.Path);
        Assert.Equal(2, (await server.Json("/api/run?path=r")).GetProperty("epochs").GetArrayLength());
        Runs.Write(folder.File("r"), epochs: 3, done: true);
        var now = await server.Json("/api/run?path=r");
        Assert.Equal(3, now.GetProperty("epochs").GetArrayLength());
        Assert.Equal("done", now.GetProperty("row").GetProperty("state").GetString());
        Assert.Equal(1, now.GetProperty("cases").GetInt32());
        Assert.False(now.GetProperty("settings").GetProperty("data").TryGetProperty("cases", out _));
    }

    [Fact]
    public async Task Should_find_the_scores_of_a_run_by_its_weights()
    {
        _ = new ScoredRun(folder);
        await using var server = await RunningServer.Start(folder.Path);
        var sites = (await server.Json(ScoredRun.Scores)).EnumerateArray().ToList();
        Assert.Equal([("A", "runs/mine/audit/scores/A.json"), ("Elsewhere", "scores/mine-elsewhere.json")], sites.Select(site => (site.GetProperty("site").GetString()!, site.GetProperty("file").GetString()!)));
        Assert.Equal("data/manifest.csv", sites[0].GetProperty("manifest").GetString());
        Assert.False(sites[1].TryGetProperty("manifest", out _)); // no manifest has its case
        Assert.Equal(("surface_dice", "surface Dice at 1 mm"), (sites[0].GetProperty("metrics")[0].GetProperty("key").GetString(), sites[0].GetProperty("metrics")[0].GetProperty("name").GetString()));
        Assert.Equal([0.8, 0.2, 0.5], sites[0].GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("values")[0].GetDouble()));
        var run = await server.Json("/api/run?path=runs%2Fmine");
        Assert.Equal(("runs/mine/audit/card.html", "no-go"), (run.GetProperty("card").GetString(), run.GetProperty("verdict").GetString()));
        Assert.Equal(HttpStatusCode.OK, await server.Status("/report/runs/mine/audit/card.html"));
        Assert.Equal(HttpStatusCode.NotFound, await server.Status("/report/runs/mine/audit/scores/A.json"));
        Assert.Equal(HttpStatusCode.NotFound, await server.Status("/api/run-scores?path=data"));
    }

    [Fact]
    public async Task Should_link_no_scan_where_two_data_sets_have_the_case()
    {
        _ = new ScoredRun(folder);
        folder.Write("another/manifest.csv", File.ReadAllText(folder.File("data", "manifest.csv")));
        folder.Write("third/manifest.csv", File.ReadAllText(folder.File("data", "manifest.csv")).Replace(",s0,", ",p0,", StringComparison.Ordinal)); // other people
        File.Move(folder.File("scores", "mine-elsewhere.json"), folder.File("runs", "mine", "elsewhere.json")); // found there too
        await using var server = await RunningServer.Start(folder.Path);
        var sites = (await server.Json(ScoredRun.Scores)).EnumerateArray().ToList();
        Assert.Equal(["runs/mine/audit/scores/A.json", "runs/mine/elsewhere.json"], sites.Select(site => site.GetProperty("file").GetString()!));
        Assert.False(sites[0].TryGetProperty("manifest", out _)); // the record names none, and two fit
        File.Delete(folder.File("another", "manifest.csv"));
        await using var again = await RunningServer.Start(folder.Path);
        Assert.Equal("data/manifest.csv", (await again.Json(ScoredRun.Scores))[0].GetProperty("manifest").GetString());
    }

    [Theory]
    [InlineData("run.json", "")]
    [InlineData("run.json", """{"data": {}, "data": {"cases": []}}""")]
    [InlineData("run.json", """{"kind": "\ud800", "data": {"cases": ["\ud800"]}}""")]
    [InlineData("audit/card.json", """{"verdict": "\ud800"}""")]
    [InlineData("audit/card.json", """{"verdict": {"a": 1}, "verdict": "go"}""")]
    [InlineData("run.json", "not json")]
    [InlineData("run.json", "[1, 2]")]
    [InlineData("run.json", """{"kind": 7, "method": "x", "training": {"epochs": "many"}, "data": []}""")]
    [InlineData("metrics.jsonl", "{\"epoch\":0")]
    [InlineData("metrics.jsonl", "null\n[]\n")]
    public async Task Should_list_a_damaged_run_too(string file, string content)
    {
        Runs.Write(folder.File("r"));
        folder.Write("r/audit/card.html", "");
        folder.Write($"r/{file}", content);
        await using var server = await RunningServer.Start(folder.Path);
        Assert.Equal("r", (await server.Json("/api/index")).GetProperty("runs")[0].GetProperty("path").GetString());
        await server.Json("/api/run?path=r");
        Assert.Empty((await server.Json("/api/run-scores?path=r")).EnumerateArray()); // it has no checkpoint
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task Should_find_a_run_by_whatever_name_it_has(string name)
    {
        Runs.Write(folder.File(name, "run"));
        await using var server = await RunningServer.Start(folder.Path);
        string path = (await server.Json("/api/index")).GetProperty("runs")[0].GetProperty("path").GetString()!;
        Assert.Equal($"{name}/run", path);
        Assert.Equal(path, (await server.Json("/api/run?path=" + Uri.EscapeDataString(path))).GetProperty("row").GetProperty("path").GetString());
        Assert.Equal(HttpStatusCode.NotFound, await server.Status("/api/run?path=" + Uri.EscapeDataString(name)));
    }

    [Fact]
    public async Task Should_not_list_what_lies_inside_runs_or_behind_links()
    {
        Runs.Write(folder.File("r"));
        Runs.Write(folder.File("r", "checkpoints", "last-0000020"));
        Runs.Write(folder.File(".hidden", "r"));
        Directory.CreateSymbolicLink(folder.File("again"), folder.Path);
        await using var server = await RunningServer.Start(folder.Path);
        Assert.Equal(["r"], (await server.Json("/api/index")).GetProperty("runs").EnumerateArray().Select(row => row.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Should_list_five_hundred_runs()
    {
        for (int i = 0; i < 500; i++) Runs.Write(folder.File("runs", $"r{i:000}"), epochs: 40);
        await using var server = await RunningServer.Start(folder.Path);
        var runs = (await server.Json("/api/index")).GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"runs/r{i:000}"), runs.Select(row => row.GetProperty("path").GetString()));
        Assert.All(runs, row => Assert.Equal((40, 1.0 / 40), (row.GetProperty("epoch").GetInt32(), row.GetProperty("loss").GetDouble())));
    }

    public void Dispose() => folder.Dispose();
}
