using System.Globalization;

namespace SiteAdapt.Serve.Tests;

/// <summary>Run folders as training writes them, with what a list looks at.</summary>
static class Runs
{
    public static void Write(string folder, string method = "octl", int epochs = 3, bool done = true)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "run.json"), $$"""
            {
              "kind": "adapt",
              "task": {"name": "brain"},
              "training": {"epochs": 10, "seed": 4},
              "optimizer": {"kind": "adam"},
              "data": {"manifest": "m.csv", "sites": ["B"], "cases": [{"role": "target", "site": "B", "case": "b1", "subject": "b1", "slices": 3}]},
              "method": {"name": "{{method}}"},
              "source": {"run": "r", "sites": ["A"], "weights": "w"}
            }
            """);
        File.WriteAllLines(Path.Combine(folder, "metrics.jsonl"), Enumerable.Range(0, epochs).Select(epoch => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"epoch":{{{epoch}}},"step":{{{(epoch + 1) * 20}}},"loss":{{{1.0 / (epoch + 1)}}},"learning_rate":0.001,"validation":{"dice":{{{0.5 + (epoch * 0.1)}}}}}""")));
        if (done) File.WriteAllText(Path.Combine(folder, "done.json"), "{}");
    }
}
