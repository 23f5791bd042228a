using System.Globalization;
using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// A study that is run twice: undisturbed, and unit after unit in processes that are killed (SIGKILL) at random moments. After every kill
/// the folder must be usable as it is, and in the end both must have the same bytes.
/// </summary>
sealed class KilledStudy
{
    /// <summary>One kill in this many comes while the process starts, before its unit's work begins; the others come during the work.</summary>
    const int InStart = 6;

    /// <summary>Longest time from a process's start to a kill in it, in s.</summary>
    const double Startup = 1.5;

    /// <summary>Names of what may differ: texts with times, the study's own cache, locks. Beside them only TensorBoard's events and a unit's done.json.</summary>
    static readonly string[] Differing = ["log.txt", "place.json", ".lock", ".lock-owner"];

    readonly string folder;
    readonly StudyPlan calm, storm;

    /// <param name="yaml">The study without its <c>data</c> and <c>cache</c>.</param>
    public KilledStudy(string folder, string name, string manifest, string yaml)
    {
        (this.folder, Name) = (folder, name);
        calm = Plan("calm", manifest, yaml);
        storm = Plan("storm", manifest, yaml);
        Assert.Equal(calm.Units.Select(unit => unit.Reference), storm.Units.Select(unit => unit.Reference));
    }

    public string Name { get; }

    public IReadOnlyList<PlannedUnit> Units => storm.Units;

    public Dictionary<UnitKind, int> Kills { get; } = [];

    /// <summary>Kills that came after a unit had begun its work.</summary>
    public int AtWork { get; private set; }

    /// <summary>Kills at work of each training after which it had a checkpoint to go on from, and steps left to take.</summary>
    public Dictionary<PlannedUnit, int> InMidTraining { get; } = [];

    public void RunUndisturbed()
    {
        foreach (var unit in calm.Units) SiteAdaptProcess.Run(folder, "unit", "run", calm.Materialise(unit).Path).Succeed();
    }

    /// <summary>Starts a unit again and again and kills it; returns the number of kills, fewer than asked for where it was done before.</summary>
    public int Disturb(PlannedUnit unit, int kills, RandomStream random)
    {
        var there = storm.Materialise(unit);
        for (int done = 0; done < kills; done++)
        {
            long log = LengthOf(there.Log);
            using var process = SiteAdaptProcess.Start(folder, "unit", "run", there.Path);
            if (IsOverBefore(process, random, unit, there, log)) return done;
            int saved = NewestSaved(there);
            process.Kill();
            Kills[unit.Kind] = Kills.GetValueOrDefault(unit.Kind) + 1;
            int newest = Inspect(there, saved);
            if (LengthOf(there.Log) <= log) continue;
            AtWork++;
            if (newest > 0 && newest < Training(unit)?.TotalSteps) InMidTraining[unit] = InMidTraining.GetValueOrDefault(unit) + 1;
        }
        return kills;
    }

    /// <summary>Waits for a random moment of the start, or of the work that is left; true where the process ended before.</summary>
    bool IsOverBefore(SiteAdaptProcess process, RandomStream random, PlannedUnit unit, UnitFolder there, long log)
    {
        if (random.NextInt(InStart) == 0) return process.EndsWithin(TimeSpan.FromSeconds(random.NextUniform(0, Startup)));
        while (LengthOf(there.Log) <= log)
            if (process.EndsWithin(TimeSpan.FromMilliseconds(2))) return true;
        double left = 1 - (double)NewestSaved(there) / (Training(unit)?.TotalSteps ?? 1);
        return process.EndsWithin(TimeSpan.FromSeconds(random.NextUniform(0, left * calm.FolderOf(unit).Done!.Seconds)));
    }

    /// <summary>What a unit trains; null for one that prepares, evaluates, or adapts without a step.</summary>
    public static TrainingSettings? Training(PlannedUnit unit) => unit.Record switch { AdaptUnit { Method.Trains: true } adapt => adapt.Training, PretrainUnit pretrain => pretrain.Training, _ => null };

    /// <summary>Runs a unit to its end, which must be the undisturbed one's.</summary>
    public void Finish(PlannedUnit unit)
    {
        SiteAdaptProcess.Run(folder, "unit", "run", storm.Materialise(unit).Path).Succeed();
        Assert.Equal(Bytes(calm, calm.FolderOf(unit).Path), Bytes(storm, storm.FolderOf(unit).Path));
    }

    /// <summary>Throws a unit's work away, to disturb it once more.</summary>
    public void Forget(PlannedUnit unit) => Directory.Delete(storm.FolderOf(unit).Path, recursive: true);

    public void RequireSameBytes()
    {
        Assert.Equal(Bytes(calm, calm.UnitsFolder), Bytes(storm, storm.UnitsFolder));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(storm.UnitsFolder, "*", SearchOption.AllDirectories),
            path => path.EndsWith(Checkpoint.ReplacedSuffix, StringComparison.Ordinal) || path.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal));
    }

    /// <summary>What a user finds after a kill: every file under its name is whole, and no saved step is lost. Returns the newest saved step, 0 for none.</summary>
    static int Inspect(UnitFolder unit, int saved)
    {
        foreach (string file in Directory.EnumerateFiles(unit.Path, "*.json", SearchOption.AllDirectories))
            Assert.True(IsJson(file), $"{file} is not whole after a kill");
        if (!Directory.Exists(unit.Run)) return 0;
        int newest = new RunFolder(unit.Run).NewestCheckpoint(RunFolder.Last)?.State.Step ?? 0;
        Assert.True(newest >= saved, $"{unit.Path}: step {saved} was saved before the kill, {newest} is there after it");
        return newest;
    }

    static bool IsJson(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The newest step that has a checkpoint by its complete name.</summary>
    static int NewestSaved(UnitFolder unit)
    {
        string checkpoints = Path.Combine(unit.Run, "checkpoints");
        if (!Directory.Exists(checkpoints)) return 0;
        return Directory.EnumerateDirectories(checkpoints, "last-*").Select(path => Path.GetFileName(path)[5..])
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : 0).DefaultIfEmpty(0).Max();
    }

    static long LengthOf(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    /// <summary>SHA-256 of all files below a folder but those that may differ; done.json of a unit has its time in it, that of a run has not.</summary>
    static SortedDictionary<string, string> Bytes(StudyPlan plan, string below) => new(Directory.EnumerateFiles(below, "*", SearchOption.AllDirectories)
        .Where(path => !Differing.Contains(Path.GetFileName(path)) && !Path.GetFileName(path).Contains(".tfevents.", StringComparison.Ordinal))
        .Where(path => Path.GetFileName(path) != "done.json" || Path.GetFileName(Path.GetDirectoryName(path)) == "run")
        .ToDictionary(path => Path.GetRelativePath(plan.UnitsFolder, path), path => Content(path, plan)), StringComparer.Ordinal);

    /// <summary>Where a source run lies is in the records of what was adapted from it.</summary>
    static string Content(string path, StudyPlan plan)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (path.EndsWith(".json", StringComparison.Ordinal))
            bytes = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(bytes).Replace(plan.UnitsFolder, "UNITS", StringComparison.Ordinal));
        else if (path.EndsWith("SHA256SUMS", StringComparison.Ordinal))
            bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(File.ReadLines(path).Where(line => !line.EndsWith("run.json", StringComparison.Ordinal))));
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
    }

    string FileOf(string name) => Path.Combine(folder, $"{Name}-{name}.yaml");

    StudyPlan Plan(string name, string manifest, string yaml)
    {
        // A cache of its own, so that preparing is disturbed too.
        File.WriteAllText(FileOf(name), $"data: {manifest}\ncache: {Name}-{name}-cache\n{yaml}");
        return StudyPlan.Load(FileOf(name));
    }
}
