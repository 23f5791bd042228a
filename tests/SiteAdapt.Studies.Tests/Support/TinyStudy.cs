using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>A study over the tiny sites "a" and "b": some seconds of work.</summary>
sealed class TinyStudy : IDisposable
{
    readonly TinySites sites = new();

    public TinyStudy() => Definition = new StudyDefinition
    {
        Name = "tiny",
        Results = sites.File("results"),
        Manifest = sites.ManifestPath,
        Cache = sites.File("cache"),
        Task = TinySites.Task,
        Methods = [new StudyMethod("none"), new StudyMethod("fine-tune-all"), new StudyMethod("mmtl"), new StudyMethod("all-target-data")],
        Budgets = [new Budget(1)],
        Training = TinySites.Training,
        Pretraining = TinySites.Training,
    };

    public StudyDefinition Definition { get; set; }

    public TinySites Sites => sites;

    public StudyPlan Plan() => StudyPlanner.Plan(Definition);

    public string File(params string[] parts) => sites.File(parts);

    /// <summary>Does units in this process, inputs first.</summary>
    public void Run(StudyPlan plan, Func<PlannedUnit, bool> which)
    {
        foreach (var unit in plan.Units.Where(which)) UnitRunner.Run(plan.Materialise(unit), observer: null, CancellationToken.None);
    }

    public Task<LaunchState> Launch(StudyPlan plan, InProcessStarter? starter = null, int jobs = 2, CancellationToken stop = default) =>
        new LocalLauncher(plan, starter ?? new InProcessStarter(), jobs).Run(observer: null, stop);

    /// <summary>What two studies of the same definition must share to the byte: records, scores and weights, by name.</summary>
    public static SortedDictionary<string, string> Bytes(StudyPlan plan)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(plan.UnitsFolder, "*", SearchOption.AllDirectories))
            if (Path.GetFileName(path) is "unit.json" or "scores.json" or "prepared.json" or "model.safetensors" or "optimizer.safetensors")
                files[Path.GetRelativePath(plan.UnitsFolder, path)] = Convert.ToHexString(System.IO.File.ReadAllBytes(path));
        return files;
    }

    public void Dispose() => sites.Dispose();
}
