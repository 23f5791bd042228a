using System.Text.Json.Nodes;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>data check</c> through the executable.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class DataCheckTests(SimulatedSites sites)
{
    [Fact]
    public void Should_pass_simulated_sites_and_write_a_page_with_thumbnails()
    {
        var outcome = sites.Run("data", "check", SimulatedSites.Manifest, "--json", "--html", "check.html");
        var result = JsonNode.Parse(outcome.Succeed().Output)!;
        Assert.Equal(0, (int)result["errors"]!);
        Assert.Equal(["site1", "site2"], result["sites"]!.AsArray().Select(site => (string)site!["site"]!));
        Assert.All(result["sites"]!.AsArray(), site => Assert.Equal((4, 4), ((int)site!["cases"]!, site["mask_ml"]![0]!.GetValue<double>() > 500 ? 4 : 0)));
        string page = File.ReadAllText(sites.File("check.html"));
        Assert.Equal(8, page.Split("data:image/png;base64,").Length - 1);
        Assert.Contains("siteadapt data check manifest.csv --html check.html", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_leave_with_1_and_name_the_cases_where_there_are_errors()
    {
        string[] lines = File.ReadAllLines(sites.File("data", "manifest.csv"));
        string[] first = lines[1].Split(',');
        File.Copy(sites.File("data", first[3]), sites.File("data", "copy.nii.gz"), overwrite: true);
        File.WriteAllText(sites.File("data", "broken.nii.gz"), "nothing");
        File.WriteAllLines(sites.File("data", "faulty.csv"), [.. lines, $"twin,somebody,{first[2]},copy.nii.gz,{first[4]}", $"hurt,else,{first[2]},broken.nii.gz,", $"lost,nobody,{first[2]},lost.nii.gz,"]);
        var outcome = sites.Run("data", "check", "data/faulty.csv");
        outcome.Should(1);
        foreach (string words in new[] { $"error [same-image] the same image: case '{first[0]}' (subject '{first[1]}'", "'twin' (subject 'somebody'", "error [unreadable] case 'hurt'", "error [unreadable] case 'lost'", "3 errors" })
            Assert.Contains(words, outcome.Output, StringComparison.Ordinal);
    }
}
