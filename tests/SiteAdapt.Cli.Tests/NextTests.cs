using System.Text.Json;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>data next</c> through the executable.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class NextTests(SimulatedSites sites)
{
    /// <summary>The sites with a split column: the last case of site2 is its test, all others train. Of site2's cases only those asked for have labels.</summary>
    string Manifest(string name, params int[] labelled)
    {
        string[] lines = File.ReadAllLines(sites.File("data", "manifest.csv"));
        string[] columns = lines[0].Split(',');
        int Column(string column) => Array.IndexOf(columns, column);
        var rows = lines[1..].Select(line => line.Split(',')).GroupBy(cells => cells[Column("site")]).SelectMany(site => site.Index().Select(entry =>
        {
            if (site.Key == "site2" && !labelled.Contains(entry.Index)) entry.Item[Column("label")] = "";
            return string.Join(',', [.. entry.Item, site.Key == "site2" && entry.Index == 3 ? "test" : "train"]);
        }));
        File.WriteAllLines(sites.File("data", name), [lines[0] + ",split", .. rows]);
        return $"data/{name}";
    }

    string[] Next(string manifest, string run, params string[] more) => ["data", "next", manifest, "--run", run, "--target", "site2", "--threads", "1", .. more];

    static IEnumerable<string?> Names(JsonElement list) => list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : item.GetProperty("case").GetString());

    [Fact]
    public void Should_adapt_propose_and_show_on_a_manifest_with_cases_that_are_not_annotated()
    {
        string manifest = Manifest("partly.csv", 1);
        var adapted = sites.Run(["adapt", "--method", "fine-tune-all", "--from", "source", "--data", manifest, "--target", "site2", "--patients", "1", "--out", "next-run", .. SimulatedSites.Short]).Succeed();
        Assert.Contains("site2: 2 of 3 training cases have no label and are left out of the training", adapted.Errors, StringComparison.Ordinal);

        var words = sites.Run(Next(manifest, "next-run", "--count", "2")).Succeed();
        foreach (string part in (string[])["site2: 2 candidates, 1 annotated", "the only one that is left", "of 2"]) Assert.Contains(part, words.Output, StringComparison.Ordinal);
        Assert.Contains("not proposed: site2_head0008: reserved for test by the split (the manifest's split column)", words.Errors, StringComparison.Ordinal);

        var outcome = sites.Run(Next(manifest, "next-run", "--count", "2", "--json", "--html", "next.html"));
        var json = outcome.Succeed().Json;
        Assert.Equal(["site2_head0006"], Names(json.GetProperty("annotated")));
        Assert.Equal(["site2_head0005", "site2_head0007"], Names(json.GetProperty("next")).Order(StringComparer.Ordinal));
        Assert.Equal(["site2_head0008"], Names(json.GetProperty("left_out")));
        Assert.All(json.GetProperty("next").EnumerateArray(), item => Assert.InRange(item.GetProperty("uncertainty").GetDouble(), 0, 1));
        Assert.Equal("site2_head0006", json.GetProperty("next")[0].GetProperty("nearest").GetString());
        Assert.True(json.GetProperty("next")[0].GetProperty("distance").GetDouble() > 0);
        string page = File.ReadAllText(sites.File("next.html"));
        Assert.Equal(2, page.Split("data:image/png;base64,").Length - 1);
        Assert.Contains($"siteadapt {string.Join(' ', Next(manifest, "next-run", "--count", "2", "--html", "next.html"))}", page, StringComparison.Ordinal);
        Assert.Equal(outcome.Output, sites.Run(Next(manifest, "next-run", "--count", "2", "--json")).Succeed().Output);
    }

    [Fact]
    public void Should_start_from_a_source_model_where_nothing_is_annotated()
    {
        var json = sites.Run(Next(Manifest("none.csv"), "source", "--json")).Succeed().Json;
        var first = Assert.Single(json.GetProperty("next").EnumerateArray());
        Assert.Equal(1, first.GetProperty("uncertainty_place").GetInt32());
        Assert.False(first.TryGetProperty("distance", out _));
        // The source run has a split of its own, in which another case of site2 is the test.
        var why = json.GetProperty("left_out").EnumerateArray().ToDictionary(item => item.GetProperty("case").GetString()!, item => item.GetProperty("why").GetString()!);
        Assert.Equal("reserved for test by the split (the manifest's split column)", why["site2_head0008"]);
        Assert.Contains(why, item => item.Value.EndsWith($"of the run's own manifest {sites.File("data", "manifest.csv")})", StringComparison.Ordinal));
        Assert.Equal(4, why.Count + json.GetProperty("candidates").GetArrayLength());
    }

    [Fact]
    public void Should_refuse_what_cannot_be_asked()
    {
        string manifest = Manifest("all.csv", 0, 1, 2, 3), testOnly = Manifest("test-only.csv", 0, 1, 2);
        sites.Run(Next(manifest, "source")).BeRefused("all.csv: every case of site 'site2' is annotated", "--annotated");
        sites.Run(Next(testOnly, "source")).BeRefused("no case of site 'site2' may be proposed", "case 'site2_head0008' (subject 'head0008'): reserved for test");
        sites.Run(Next(manifest, "source", "--annotated", "site2_head0008")).BeRefused("--annotated", "'site2_head0008'", "reserved for test", "a model must not learn from it");
        sites.Run(Next(manifest, "source", "--annotated", "site2_head005")).BeRefused("there is no case 'site2_head005' at site 'site2'", "site2_head0005");
        sites.Run(Next(manifest, "source", "--annotated", "site2_head0005", "--count", "4")).BeRefused("--count: is 4; site 'site2' has");
        sites.Run("data", "next", manifest, "--run", "nowhere", "--target", "site2").BeRefused("nowhere", "is not a run folder");
    }
}
