namespace SiteAdapt.Cli.Tests;

/// <summary>The demonstration at its quick size.</summary>
public sealed class DemoTests
{
    static readonly string[] Keys =
        ["method", "source", "target", "patients", "slices", "seed", "target_surface_dice", "target_dice", "source_surface_dice_before", "source_surface_dice_after", "tolerance_mm"];

    static readonly string[] Methods = ["none", "fine-tune-all", "fine-tune-first", "l2sp", "octl", "mmtl", "all-target-data"];

    [SlowFact]
    public void Should_write_results_pictures_and_page_and_the_same_bytes_again()
    {
        using var folder = new TemporaryFolder();
        var printed = SiteAdaptProcess.Run(folder.Path, "demo", "--out", "a", "--seed", "3", "--threads", "1", "--json").Succeed().Json;
        var rows = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder.File("a", "results.json"))).RootElement.EnumerateArray().ToList();
        Assert.Equal(Methods, rows.Select(row => row.GetProperty("method").GetString()!));
        Assert.Equal(7, printed.GetArrayLength());
        foreach (var row in rows)
        {
            Assert.Superset(Keys.ToHashSet(), row.EnumerateObject().Select(property => property.Name).ToHashSet());
            foreach (string score in Keys.Where(key => key.Contains("dice", StringComparison.Ordinal))) Assert.InRange(row.GetProperty(score).GetDouble(), 0, 1);
        }
        Assert.Equal(0, rows[0].GetProperty("patients").GetInt32());
        Assert.Equal(rows[0].GetProperty("source_surface_dice_before").GetDouble(), rows[0].GetProperty("source_surface_dice_after").GetDouble());
        Assert.Equal(Methods.Length + 1, File.ReadAllLines(folder.File("a", "results.csv")).Length);
        Assert.NotEmpty(Directory.EnumerateFiles(folder.File("a"), "*.png", SearchOption.AllDirectories));
        Assert.Contains("simulat", File.ReadAllText(folder.File("a", "index.html")), StringComparison.OrdinalIgnoreCase);

        SiteAdaptProcess.Run(folder.Path, "demo", "--out", "b", "--seed", "3", "--threads", "1").Succeed();
        foreach (string file in (string[])["results.json", "results.csv"])
            Assert.Equal(File.ReadAllBytes(folder.File("a", file)), File.ReadAllBytes(folder.File("b", file)));
    }
}
