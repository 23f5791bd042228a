using System.Text.Json;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>data shift</c> and <c>data drift</c> through the executable.</summary>
public sealed class ShiftAndDriftTests(ShiftedSites sites) : IClassFixture<ShiftedSites>
{
    static string Verdict(JsonElement result) => result.GetProperty("verdict").GetString()!;

    static List<string> Words(JsonElement result) => [.. result.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)];

    [Fact]
    public void Should_see_no_drift_in_new_subjects_of_the_same_site()
    {
        var result = sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site2.csv", "--json").Succeed().Json;
        Assert.True(Verdict(result) == "none", result.ToString());
        Assert.StartsWith("No sign of drift (p = ", Words(result)[0], StringComparison.Ordinal);
        Assert.Equal([6, 6], result.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("subjects").GetInt32()));
        Assert.Equal("foreground", result.GetProperty("region").GetString()); // the new ones have no labels
        Assert.Equal(7, result.GetProperty("blocks").GetArrayLength());
    }

    [Fact]
    public void Should_see_drift_in_another_sites_scans_and_leave_with_0()
    {
        var outcome = sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site1.csv", "--json", "--html", "drift.html").Succeed();
        Assert.Equal("drift", Verdict(outcome.Json));
        Assert.StartsWith("Drift in ", Words(outcome.Json)[0], StringComparison.Ordinal);
        Assert.Contains("the network's features", Words(outcome.Json)[0], StringComparison.Ordinal);
        Assert.InRange(outcome.Json.GetProperty("overall_p").GetDouble(), 0, 0.05);
        string page = File.ReadAllText(sites.File("drift.html"));
        Assert.Equal(3, page.Split("<svg").Length - 1);
        Assert.Contains(Words(outcome.Json)[0], System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_compare_two_sites_and_their_features_the_same_way_twice()
    {
        string[] command = ["data", "shift", "data/manifest.csv", "--source", "site1", "--target", "site2", "--model", "source", "--seed", "3", "--html", "shift.html"];
        var outcome = sites.Run([.. command, "--json"]).Succeed();
        string page = File.ReadAllText(sites.File("shift.html"));
        var again = sites.Run([.. command, "--json"]).Succeed();
        Assert.Equal(outcome.Output, again.Output);
        Assert.Equal(page, File.ReadAllText(sites.File("shift.html")));
        Assert.Contains($"siteadapt {string.Join(' ', command)}", page, StringComparison.Ordinal); // all that decides the page
        var result = outcome.Json;
        Assert.Equal("mask", result.GetProperty("region").GetString());
        var measures = result.GetProperty("measures").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!);
        // SiteProtocols: site2 stores larger numbers (1400 to 380), has thicker slices (1.2), and hardly any contrast of white to grey matter (1 : 0.94 to 1 : 0.74)
        foreach (var (name, sign) in new[] { ("raw level", 1), ("slice distance", 1), ("middle-bright contrast", -1) })
            Assert.True(sign * measures[name].GetProperty("effect").GetDouble() > 1 && measures[name].GetProperty("p_holm").GetDouble() <= 0.05, $"{name}: {measures[name]}");
        Assert.Equal(9.6, measures["slice distance"].GetProperty("second").GetDouble(), 0.01);
        Assert.Equal(["init_path", "down1", "down2", "bottleneck", "up2", "up1", "out_path"], result.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("block").GetString()));
        Assert.Equal(24, result.GetProperty("cases").GetArrayLength());
        string table = sites.Run(command).Succeed().Output;
        foreach (string words in new[] { "measure", "noise", "init_path", Words(result)[0] }) Assert.Contains(words, table, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_when_there_are_too_few()
    {
        var shift = sites.Run("data", "shift", "data/manifest.csv", "--source", "site1", "--target", "site2", "--most", "3", "--json").Succeed();
        Assert.StartsWith("Too few subjects: with 3 and 3 the smallest p-value", Words(shift.Json)[0], StringComparison.Ordinal);
        Assert.Contains("site1: 3 of its 12 subjects were drawn", shift.Errors, StringComparison.Ordinal);
        var drift = sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site1.csv", "--most", "2", "--json").Succeed();
        Assert.Equal("too_few", Verdict(drift.Json));
    }

    [Fact]
    public void Should_compare_radiographs_by_what_makes_sense_of_them()
    {
        sites.Run("data", "simulate", "chests", "--radiographs", "--subjects", "8", "--size", "64").Succeed();
        var result = sites.Run("data", "shift", "chests/manifest.csv", "--source", "site1", "--target", "site2", "--json").Succeed().Json;
        Assert.Equal(["width", "width to height", "raw level", "dark-middle contrast", "middle-bright contrast", "noise", "sharpness"], result.GetProperty("measures").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(8, result.GetProperty("groups")[0].GetProperty("subjects").GetInt32());
        // docs/concepts/simulation.md: site2 has a dark curve; site1's collimated borders are no quiet image
        var measures = result.GetProperty("measures").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!);
        Assert.True(measures["raw level"].GetProperty("effect").GetDouble() < -1 && measures["raw level"].GetProperty("p_holm").GetDouble() <= 0.05, measures["raw level"].ToString());
        Assert.InRange(measures["noise"].GetProperty("first").GetDouble(), 0.005, 0.05);
        sites.Run("data", "shift", "chests/manifest.csv", "--source", "site1", "--target", "site2", "--model", "source").BeRefused("source", "volumes");
    }

    [Fact]
    public void Should_refuse_what_cannot_be_compared()
    {
        sites.Run("data", "shift", "data/manifest.csv", "--source", "site1", "--target", "site3").BeRefused("site3", "site1, site2");
        sites.Run("data", "shift", "data/manifest.csv", "--source", "site1", "--target", "site1").BeRefused("Give two sites");
        sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site2.csv", "--against", "all").BeRefused("--against", "'all'");
        sites.Run("data", "drift", "--run", "adapted", "--new", "data/manifest.csv", "--site", "site2", "--against", "site").BeRefused("nothing new");
    }

    /// <summary>The folder of a run's data is gone, lies elsewhere now, or holds other scans.</summary>
    [Fact]
    public void Should_refuse_a_run_whose_training_scans_are_not_there_any_more()
    {
        using var folder = new TemporaryFolder();
        foreach (string path in Directory.EnumerateFiles(sites.File("data"), "*", SearchOption.AllDirectories).Where(path => !path.Contains(".siteadapt-cache", StringComparison.Ordinal)))
        {
            string target = folder.File("moved", Path.GetRelativePath(sites.File("data"), path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
        string record = sites.File("adapted", "run.json"), kept = File.ReadAllText(record);
        try
        {
            File.WriteAllText(record, kept.Replace(sites.File("data", "manifest.csv"), sites.File("gone", "manifest.csv"), StringComparison.Ordinal));
            sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site2.csv").BeRefused("not there any more", "--data");
            string moved = folder.File("moved", "manifest.csv");
            Assert.Equal("none", Verdict(sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site2.csv", "--data", moved, "--json").Succeed().Json));
            string image = Directory.EnumerateFiles(folder.File("moved", "site2"), "*_T1w.nii.gz").Order(StringComparer.Ordinal).First(path => kept.Contains(Path.GetFileName(path)[..^"_T1w.nii.gz".Length] + "\"", StringComparison.Ordinal));
            File.Copy(Directory.EnumerateFiles(folder.File("moved", "site1"), "*_T1w.nii.gz").First(), image, overwrite: true);
            sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site2.csv", "--data", moved).BeRefused("have changed since", Path.GetFileName(image)[..^"_T1w.nii.gz".Length]);
            File.Delete(image);
            sites.Run("data", "drift", "--run", "adapted", "--new", "data/new-site2.csv", "--data", moved).BeRefused("there is no file");
        }
        finally
        {
            File.WriteAllText(record, kept);
        }
    }
}
