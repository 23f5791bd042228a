using SiteAdapt.Data;
using SiteAdapt.Learning;
using SiteAdapt.Studies;
using static TorchSharp.torch;

namespace SiteAdapt.Serve.Tests;

/// <summary>A finished run without a study, three scans of site A in a manifest, and scores of the run in two places: as an audit keeps them, and of 'evaluate --out'.</summary>
sealed class ScoredRun
{
    public const string Path = "runs/mine", Scores = "/api/run-scores?path=runs%2Fmine";

    public ScoredRun(TemporaryFolder folder)
    {
        folder.Write("data/manifest.csv", "case,subject,site,image,label\n" + string.Concat(Enumerable.Range(0, 3).Select(i => $"A{i},s{i},A,A{i}.nii.gz,A{i}_seg.nii.gz\n")));
        for (int i = 0; i < 3; i++)
        {
            Scans.Write(folder.File("data", $"A{i}.nii.gz"), 32, 12);
            Scans.WriteMask(folder.File("data", $"A{i}_seg.nii.gz"), 32, 9);
        }
        var task = TaskSettings.Load("brain");
        using (var network = NetworkFactory.Create(task, CPU, new RandomStream(5, "weights"))) WeightsFile.Save(network, folder.File("unet.safetensors"));
        ModelImport.Run(new ImportSettings { Weights = folder.File("unet.safetensors"), Optimizer = OptimizerKind.Adam, Task = task, Sites = ["A"] }, new RunFolder(folder.File("runs", "mine")), CPU);
        Weights = RunFolder.OpenFinished(folder.File("runs", "mine")).Checkpoint.WeightsHash;
        Write(folder, "runs/mine/audit/scores/A.json", Weights, "A", [0.8, 0.2, 0.5]);
        Write(folder, "scores/mine-elsewhere.json", Weights, "Elsewhere", [0.9]);
        Write(folder, "scores/other.json", new string('0', 64), "A", [0.1, 0.1, 0.1]);
        folder.Write("scores/settings.json", """{"site": 7}""");
        folder.Write("runs/mine/audit/card.html", "<!doctype html><title>card</title>");
        folder.Write("runs/mine/audit/card.json", """{"verdict": "no-go"}""");
    }

    public string Weights { get; }

    static void Write(TemporaryFolder folder, string file, string weights, string site, double[] values)
    {
        string at = folder.Write(file, "");
        new ScoresFile(site, "test", EvaluationGrid.Prepared, NormSource.Own, "surface_dice", 1,
            [.. values.Index().Select(item => new ScoredCase($"{site}{item.Index}", $"s{item.Index}", "brain", new Dictionary<string, double> { ["surface_dice"] = item.Item, ["dice"] = 0.9, ["asd_pred_to_ref"] = 1.5 }))])
        { Weights = weights }.Write(at);
    }
}
