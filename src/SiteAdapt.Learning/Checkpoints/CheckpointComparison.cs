using System.Text.Json.Nodes;

namespace SiteAdapt.Learning;

/// <summary>Two checkpoints, tensor by tensor and byte by byte: weights, optimizer memory, random states and history.</summary>
/// <param name="Tensors">Tensors compared, those of networks and of optimizers.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Differences">What differs, in words; empty where all is the same.</param>
public sealed record CheckpointComparison(int Tensors, long Bytes, IReadOnlyList<string> Differences)
{
    const string Pattern = "*.safetensors", StateFile = "run.json";

    public bool IsIdentical => Differences.Count == 0;

    public static CheckpointComparison Of(Checkpoint first, Checkpoint second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (tensors, bytes, differences) = (0, 0L, new List<string>());
        string[] names = [.. new[] { first, second }.SelectMany(one => Directory.GetFiles(one.Folder, Pattern)).Select(path => Path.GetFileName(path)).Distinct().Order(StringComparer.Ordinal)];
        foreach (string name in names)
        {
            string a = Path.Combine(first.Folder, name), b = Path.Combine(second.Folder, name);
            if (!File.Exists(a) || !File.Exists(b)) differences.Add($"{name} is in one of them only");
            else differences.AddRange(Differing(a, b, ref tensors, ref bytes).Select(what => $"{name}: {what}"));
        }
        differences.AddRange(JsonDifference.Find(State(first), State(second)).Select(what => $"{StateFile}: {what}"));
        return new CheckpointComparison(tensors, bytes, differences);
    }

    static List<string> Differing(string first, string second, ref int tensors, ref long bytes)
    {
        using SafetensorsReader a = SafetensorsReader.Open(first), b = SafetensorsReader.Open(second);
        var others = b.Header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var differences = new List<string>();
        foreach (var entry in a.Header.Entries)
        {
            tensors++;
            bytes += entry.ByteCount;
            if (!others.Remove(entry.Name, out var other)) differences.Add($"'{entry.Name}' is in the first only");
            else if (entry.Type != other.Type || !entry.Shape.SequenceEqual(other.Shape)) differences.Add($"'{entry.Name}' has another type or shape");
            else if (!Read(a, entry).AsSpan().SequenceEqual(Read(b, other))) differences.Add($"'{entry.Name}' differs");
        }
        differences.AddRange(others.Keys.Select(name => $"'{name}' is in the second only"));
        return differences;
    }

    static byte[] Read(SafetensorsReader reader, SafetensorsEntry entry)
    {
        byte[] bytes = new byte[entry.ByteCount];
        reader.Read(entry, bytes);
        return bytes;
    }

    static JsonNode? State(Checkpoint checkpoint) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(checkpoint.Folder, StateFile)));
}
