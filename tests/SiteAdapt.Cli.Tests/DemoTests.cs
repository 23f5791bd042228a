namespace SiteAdapt.Cli.Tests;

/// <summary>The demonstration at its quick size.</summary>
public sealed class DemoTests
{
    static readonly string[] Methods = ["none", "adabn", "adaptsegnet", "fine-tune-all", "fine-tune-first", "l2sp", "spottunet", "octl", "mmtl", "all-target-data"];

    [SlowFact]
    public void Should_write_results_pictures_and_page_and_the_same_bytes_again()
    {
        using var folder = new TemporaryFolder();
        var printed = SiteAdaptProcess.Run(folder.Path, "demo", "--out", "a", "--seed", "3", "--json").Succeed().Json;
        Assert.Equal("surface_dice", printed.GetProperty("metric").GetString());
        Assert.Equal(0, printed.GetProperty("units").GetProperty("failed").GetInt32());
        var tables = printed.GetProperty("tables").EnumerateArray().Where(table => table.GetProperty("metric").GetString() == "surface_dice").ToDictionary(table => table.GetProperty("place").GetString()!);
        foreach (string place in (string[])["target", "source"])
        {
            var cells = tables[place].GetProperty("cells").EnumerateArray().ToDictionary(cell => cell.GetProperty("method").GetString()!, cell => cell.GetProperty("mean").GetDouble());
            Assert.Equal(Methods.Order(), cells.Keys.Order());
            Assert.All(cells.Values, mean => Assert.InRange(mean, 0, 1));
        }
        var none = tables["source"].GetProperty("cells").EnumerateArray().First(cell => cell.GetProperty("method").GetString() == "none");
        Assert.Equal(0, none.GetProperty("change").GetProperty("mean").GetDouble());
        string page = File.ReadAllText(folder.File("a", "index.html"));
        Assert.Contains("Simulated data.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Not finished", page, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.EnumerateFiles(folder.File("a", "markdown"), "*.png"));

        SiteAdaptProcess.Run(folder.Path, "demo", "--out", "b", "--seed", "3").Succeed();
        foreach (string file in (string[])["results.json", "results.csv", "patients.csv", "index.html"])
            Assert.Equal(File.ReadAllBytes(folder.File("a", file)), File.ReadAllBytes(folder.File("b", file)));
    }
}
