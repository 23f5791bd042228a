using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve.Tests;

/// <summary>
/// A study over sites A and B with small scans, whose evaluations are written by hand: scores invented for tests, which say nothing
/// about any method. Case B1 is the worst with every method, and its mask is kept for all of them.
/// </summary>
sealed class ScoredStudy
{
    public const string Path = "study/s.yaml", Scores = "/api/scores?path=study%2Fs.yaml", Progress = "/api/study?path=study%2Fs.yaml";

    const string Yaml = """
        name: s
        data: ../data/manifest.csv
        results: results
        task: {base: brain, spacing: 4, window: 48, metric: {tolerance_mm: 4}}
        pairs: [[A, B]]
        methods: [none, mmtl, octl]
        budgets: [1]
        training: {epochs: 1, steps_per_epoch: 1}
        """;

    public ScoredStudy(TemporaryFolder folder, int size = 32)
    {
        var rows = from site in "AB"
                   from patient in Enumerable.Range(0, 6)
                   select $"{site}{patient},{site}p{patient},{site},{site}{patient}.nii.gz,{site}{patient}_label.nii.gz,{(patient < 3 ? "test" : patient < 5 ? "train" : "validation")}";
        folder.Write("data/manifest.csv", $"case,subject,site,image,label,split\n{string.Join('\n', rows)}\n");
        foreach (string name in new[] { "B0", "B1", "B2" })
        {
            Scans.Write(folder.File("data", name + ".nii.gz"), size, size * 0.4f);
            Scans.WriteMask(folder.File("data", name + "_label.nii.gz"), size, size * 0.3f);
        }
        Plan = StudyPlan.Load(folder.Write(Path, Yaml));
        foreach (var result in Plan.Results)
            foreach (var unit in result.Target) Score(unit, Array.IndexOf(["none", "mmtl", "octl"], result.Method.Label));
        float radius = size * 0.2f;
        foreach (var result in Plan.Results)
        {
            Scans.WriteMask(PredictedMasks.FileOf(Plan, result.Target[0], Plan.Data.Manifest.Cases.Single(item => item.Id == "B1")), size / 2, radius / 2, spacing: 2);
            radius += 1;
        }
    }

    public StudyPlan Plan { get; }

    /// <summary>0.5 for B0 and one tenth more for each better method, 0.3 for B1, 0.7 for B2.</summary>
    public static double Value(int method, int patient) => (patient == 0 ? 0.5 : patient == 1 ? 0.3 : 0.7) + (method * 0.1);

    void Score(PlannedUnit unit, int method)
    {
        var record = (EvaluateUnit)unit.Record;
        var at = Plan.Materialise(unit);
        var file = new ScoresFile(record.Site, "test", record.Grid, record.NormStatistics, "surface_dice", 4,
            [.. Enumerable.Range(0, 3).Select(p => new ScoredCase($"B{p}", $"Bp{p}", "brain", new Dictionary<string, double> { ["surface_dice"] = Value(method, p), ["dice"] = 0.9, ["hd95"] = p == 2 ? double.NaN : 10 }))]);
        File.WriteAllText(at.Scores, JsonSerializer.Serialize(file, Json.Pretty));
        File.WriteAllText(at.In("done.json"), """{"seconds": 1, "parts": 3, "host": "here"}""");
    }
}
