using System.Security.Cryptography;
using SiteAdapt.Adaptation;

namespace SiteAdapt.Studies;

/// <summary>Puts a run from outside into a study's units: a copy, so that the study does not change when the run does.</summary>
static class GivenModel
{
    public static GivenModelUnit Record(SourceModel source) =>
        new(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(source.Path, "run.json")))), source.Checkpoint.WeightsHash);

    /// <summary>Copies the run unless it is there; it appears under its name only when it is complete.</summary>
    public static void Materialise(StudyPlan plan, SourceModel source)
    {
        foreach (var unit in plan.Units.Where(unit => unit.Record is GivenModelUnit))
        {
            var folder = plan.Materialise(unit);
            if (folder.IsDone) continue;
            string partial = folder.In($"run.{Environment.ProcessId}.partial");
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            Copy(source.Path, partial);
            if (Directory.Exists(folder.Run)) Directory.Delete(folder.Run, recursive: true);
            Directory.Move(partial, folder.Run);
            folder.WriteDone(new UnitDone(0, 0, Environment.MachineName));
        }
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from).Where(file => !Path.GetFileName(file).StartsWith('.')))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        string[] needed = ["checkpoints"];
        foreach (string folder in Directory.EnumerateDirectories(from).Where(folder => to.Contains("checkpoints", StringComparison.Ordinal) || needed.Contains(Path.GetFileName(folder))))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
