using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// A model with all that goes with it in one file, for places without a network: <c>run/</c> (weights, optimizer's memory, record),
/// <c>task.yaml</c>, <c>card.md</c>, <c>test/</c> (a simulated scan and what the model makes of it), checksums.
/// </summary>
public static class ModelBundle
{
    const string Run = "run", Test = "test";

    /// <param name="withSubjects">Keep the names of subjects, cases and folders in the record, which leakage checks need.</param>
    /// <param name="addTo">Adds to the run folder in the bundle, replay slices for instance.</param>
    public static void Write(string path, RunRecord record, Checkpoint checkpoint, bool withSubjects, Device device, Action<string>? addTo = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(checkpoint);
        using var staging = new TemporaryDirectory();
        var kept = withSubjects ? record : BundleRecord.WithoutSubjects(record);
        KeptModel.Write(new RunFolder(staging.File(Run)), kept, () => (NetworkFactory.Load(record, checkpoint, CPU), checkpoint.LoadOptimizer()),
            checkpoint.State.History, checkpoint.State.Step, checkpoint.State.Epoch);
        addTo?.Invoke(staging.File(Run));
        AtomicFile.WriteText(staging.File("task.yaml"), kept.Task.ToYaml());
        AtomicFile.WriteText(staging.File("card.md"), ModelCard.Of(kept, checkpoint.State, checkpoint.WeightsHash));
        using (var network = NetworkFactory.Load(record, checkpoint, device)) BundleTest.Write(staging.File(Test), network, kept, device);
        BundleZip.Write(path, staging.Path);
    }

    /// <summary>Checks every checksum and predicts the test scan again.</summary>
    /// <exception cref="InputException">The bundle was changed, or predicts something else here.</exception>
    public static BundleCheck Verify(string path, Device device)
    {
        using var unpacked = new TemporaryDirectory();
        BundleZip.Extract(path, unpacked.Path);
        return Check(path, unpacked, device);
    }

    /// <summary>Checks a bundle and makes a run folder of it, with the card and the task beside the run's files.</summary>
    public static BundleCheck Unpack(string path, string folder, Device device)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InputException($"--out: the folder '{folder}' is not empty. Give a new one.");
        // A name that nobody else can have, as AtomicFile's: whatever stands there already is not ours to remove.
        string partial = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}.{Environment.ProcessId}-{Guid.NewGuid():N}{AtomicFile.PartialSuffix}";
        try
        {
            using var unpacked = new TemporaryDirectory();
            BundleZip.Extract(path, unpacked.Path);
            var check = Check(path, unpacked, device);
            Copy(unpacked.File(Run), partial);
            foreach (string name in new[] { "card.md", "task.yaml" }) File.Copy(unpacked.File(name), Path.Combine(partial, name));
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(partial, folder);
            return check;
        }
        catch
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    static BundleCheck Check(string path, TemporaryDirectory unpacked, Device device)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(unpacked.File(Run));
        using var network = NetworkFactory.Load(record, checkpoint, device);
        double difference = BundleTest.LargestDifference(unpacked.File(Test), network, record, device);
        if (!(difference <= BundleTest.Tolerance))
            throw new InputException(FormattableString.Invariant($"{path}: the checksums hold, but on the test scan a probability differs by {difference:0.######} from the one in the bundle; at most {BundleTest.Tolerance} is accepted. ")
                + "The model would not predict here what it predicted where it was made: do not use it on this machine.");
        return new BundleCheck(record, checkpoint.WeightsHash, difference, File.ReadAllText(unpacked.File("card.md")));
    }

    static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file);
            if (relative.StartsWith('.')) continue; // a lock
            string target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    sealed class TemporaryDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("siteadapt-bundle-").FullName;

        public string File(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

/// <summary>A bundle that was checked.</summary>
/// <param name="LargestDifference">Between the probabilities of the test scan here and in the bundle.</param>
public sealed record BundleCheck(RunRecord Record, string WeightsHash, double LargestDifference, string Card);
