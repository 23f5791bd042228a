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
        string[] columns = lines[0].Split(','), first = lines[1].Split(',');
        string Row(string id, string subject, string image) => string.Join(',', columns.Select((column, i) => column switch { "case" => id, "subject" => subject, "image" => image, "label" => "", _ => first[i] }));
        string Cell(string column) => first[Array.IndexOf(columns, column)];
        File.Copy(sites.File("data", Cell("image")), sites.File("data", "copy.nii.gz"), overwrite: true);
        File.WriteAllText(sites.File("data", "broken.nii.gz"), "nothing");
        File.WriteAllLines(sites.File("data", "faulty.csv"), [.. lines, Row("twin", "somebody", "copy.nii.gz"), Row("hurt", "else", "broken.nii.gz"), Row("lost", "nobody", "lost.nii.gz")]);
        var outcome = sites.Run("data", "check", "data/faulty.csv");
        outcome.Should(1);
        foreach (string words in new[] { $"error [same-image] the same image: case '{Cell("case")}' (subject '{Cell("subject")}'", "'twin' (subject 'somebody'", "error [unreadable] case 'hurt'", "error [unreadable] case 'lost'", "3 errors" })
            Assert.Contains(words, outcome.Output, StringComparison.Ordinal);
    }
}
