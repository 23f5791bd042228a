namespace SiteAdapt.Cli.Tests;

/// <summary>What two runs of the same study must share to the byte.</summary>
static class StudyBytes
{
    static readonly string[] Names = ["unit.json", "scores.json", "prepared.json", "model.safetensors", "optimizer.safetensors", "metrics.jsonl"];

    /// <summary>Two results folders, each with the results of a study called "study".</summary>
    public static void RequireSame(string expected, string actual)
    {
        Assert.Equal(Of(expected), Of(actual));
        foreach (string file in (string[])["study.results.csv", "study.results.json"])
            Assert.Equal(File.ReadAllText(Path.Combine(expected, file)), File.ReadAllText(Path.Combine(actual, file)));
        foreach (string left in (string[])["*.partial", "progress.json", "failed.json"])
            Assert.Empty(Directory.EnumerateFiles(actual, left, SearchOption.AllDirectories));
    }

    static SortedDictionary<string, string> Of(string results) => new(Names.SelectMany(name => Directory.EnumerateFiles(results, name, SearchOption.AllDirectories))
        .ToDictionary(path => Path.GetRelativePath(results, path), path => Convert.ToHexString(File.ReadAllBytes(path))), StringComparer.Ordinal);
}
