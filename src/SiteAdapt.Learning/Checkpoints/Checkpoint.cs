using System.Security.Cryptography;
using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// A folder with <c>model.safetensors</c>, <c>optimizer.safetensors</c>, files of the learner's own where it needs them,
/// <c>run.json</c>, and the <c>SHA256SUMS</c> of all (the format of sha256sum, so that anyone can check them). It appears under its name only when it is complete.
/// </summary>
public sealed class Checkpoint
{
    /// <summary>The network that predicts.</summary>
    public const string Model = "model.safetensors";

    /// <summary>The memory of its optimizer.</summary>
    public const string OptimizerFile = "optimizer.safetensors";

    const string StateFile = "run.json", Sums = "SHA256SUMS";

    Checkpoint(string folder, CheckpointState state, string weightsHash) => (Folder, State, WeightsHash) = (folder, state, weightsHash);

    public string Folder { get; }

    public CheckpointState State { get; }

    /// <summary>SHA-256 of the weights file, in hexadecimal.</summary>
    public string WeightsHash { get; }

    public string ModelPath => Path.Combine(Folder, Model);

    /// <summary>Suffix of a checkpoint that is being replaced by another one of its name; it loads like any other.</summary>
    public const string ReplacedSuffix = ".replaced";

    /// <summary>
    /// Writes a checkpoint beside <paramref name="folder"/> and renames it. One that has the name already is kept beside it until the new
    /// one stands, so that there is one at any moment.
    /// </summary>
    public static void Save(string folder, ILearner learner, CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(learner);
        string partial = folder + AtomicFile.PartialSuffix, replaced = folder + ReplacedSuffix;
        if (Directory.Exists(partial)) FileLayer.DeleteFolder(partial);
        try
        {
            FileLayer.CreateFolder(partial);
            learner.Save(partial);
            AtomicFile.WriteText(Path.Combine(partial, StateFile), JsonSerializer.Serialize(state, Json.Pretty) + "\n");
            AtomicFile.WriteText(Path.Combine(partial, Sums),
                string.Concat(Directory.GetFiles(partial).Order(StringComparer.Ordinal).Select(path => $"{Hash(path)}  {Path.GetFileName(path)}\n")));
            FileLayer.FlushFolder(partial);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            GiveRoom(partial);
            throw;
        }
        if (Directory.Exists(folder))
        {
            if (Directory.Exists(replaced)) FileLayer.DeleteFolder(replaced);
            FileLayer.MoveFolder(folder, replaced);
        }
        FileLayer.MoveFolder(partial, folder);
        FileLayer.FlushFolder(Path.GetDirectoryName(folder)!);
        if (Directory.Exists(replaced)) FileLayer.DeleteFolder(replaced);
    }

    /// <summary>Half a checkpoint is worth nothing, and the disk may be full of it.</summary>
    static void GiveRoom(string partial)
    {
        try
        {
            if (Directory.Exists(partial)) FileLayer.DeleteFolder(partial);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next start removes it; why it could not be written matters more.
        }
    }

    /// <summary>Reads a checkpoint after checking every checksum.</summary>
    /// <exception cref="InputException">A file is missing or is not what was written.</exception>
    public static Checkpoint Open(string folder)
    {
        var sums = ReadSums(folder);
        foreach (var (name, expected) in sums)
        {
            string path = Path.Combine(folder, name);
            if (!File.Exists(path)) throw new InputException($"{path}: is missing; the checkpoint is not complete. Use an older one or train again.");
            string actual = Hash(path);
            if (actual != expected)
                throw new InputException($"{path}: SHA-256 is {actual}, but {Sums} says {expected}; the file was changed or damaged. Use an older checkpoint or train again.");
        }
        foreach (string name in Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!))
            if (name != Sums && !sums.ContainsKey(name))
                throw new InputException($"{Path.Combine(folder, name)}: {Sums} has no line for it; the checkpoint was changed or cut short. Use an older one or train again.");
        return new Checkpoint(folder, ReadState(Path.Combine(folder, StateFile)), sums[Model]);
    }

    public void LoadInto(ILearner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        learner.Load(Folder);
        learner.RandomStates = State.LearnerStreams;
    }

    /// <summary>The optimizer's state at this checkpoint; the caller disposes it.</summary>
    public OptimizerState LoadOptimizer() => OptimizerStateFile.Load(Path.Combine(Folder, OptimizerFile));

    static Dictionary<string, string> ReadSums(string folder)
    {
        string path = Path.Combine(folder, Sums);
        if (!File.Exists(path)) throw new InputException($"{path}: is missing; '{folder}' is not a complete checkpoint.");
        var sums = new Dictionary<string, string>();
        string text = File.ReadAllText(path);
        if (!text.EndsWith('\n')) throw new InputException($"{path}: ends in the middle of a line; the checkpoint was cut short. Use an older one or train again.");
        foreach (string line in text[..^1].Split('\n'))
        {
            if (line.Length < 67 || line[64..66] != "  ") throw new InputException($"{path}: the line '{line}' is not '<SHA-256>  <file>'.");
            if (Path.GetFileName(line[66..]) != line[66..]) throw new InputException($"{path}: '{line[66..]}' is not the name of a file of this folder.");
            sums[line[66..]] = line[..64];
        }
        foreach (string name in new[] { Model, OptimizerFile, StateFile })
            if (!sums.ContainsKey(name)) throw new InputException($"{path}: has no line for {name}.");
        return sums;
    }

    static CheckpointState ReadState(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize<CheckpointState>(File.ReadAllBytes(path), Json.Pretty) ?? throw new JsonException("it is null");
            state.Run.Task.Require($"{path}: run.task");
            return state;
        }
        catch (JsonException fault)
        {
            throw new InputException($"{path}: is not a checkpoint's record ({fault.Message}).", fault);
        }
    }

    static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
