using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What a record is held against, and whether it holds.</summary>
public sealed record RecordCheck(string What, bool Holds, string Reason);

/// <summary>Whether a gate record is as it was written, and the weights and thresholds are still those that it speaks of.</summary>
/// <param name="Verdict">What the record says; only to be trusted where the checks hold.</param>
public sealed record DecisionRecordCheck(string Record, string Verdict, string Sha256, IReadOnlyList<RecordCheck> Checks)
{
    public bool Holds => Checks.All(check => check.Holds);

    /// <param name="run">The run folder, where it is elsewhere now; null: where the record says.</param>
    /// <param name="thresholds">The thresholds file, likewise.</param>
    /// <exception cref="InputException">It is no gate record.</exception>
    public static DecisionRecordCheck Of(string path, string? run = null, string? thresholds = null)
    {
        var record = Read(path);
        string hash;
        try
        {
            hash = DecisionRecord.HashOf(record);
        }
        catch (JsonException fault)
        {
            throw new InputException($"{path}: {fault.Message}. It is not as it was written.", fault);
        }
        string stated = Text(record, DecisionRecord.OwnHash);
        return new DecisionRecordCheck(Path.GetFullPath(path), Text(record, "verdict"), hash,
        [
            new("record", hash == stated, hash == stated ? "as it was written" : $"its SHA-256 is {hash}, but it says {stated}: it was changed"),
            Weights(run ?? Text(record, "run", "path"), Text(record, "run", "weights_sha256")),
            OfThresholds(thresholds ?? Text(record, "thresholds", "file"), Text(record, "thresholds", "sha256")),
        ]);
    }

    static RecordCheck Weights(string run, string stated)
    {
        if (run.Length == 0 || run.Contains('\0', StringComparison.Ordinal)) return new("weights", false, "the record names no run");
        try
        {
            string now = RunFolder.OpenFinished(run).Checkpoint.WeightsHash;
            return new("weights", now == stated, now == stated ? $"{run} has the weights that were judged" : $"{run} has the weights {now}; judged were {stated}");
        }
        catch (InputException fault)
        {
            return new("weights", false, fault.Message);
        }
    }

    static RecordCheck OfThresholds(string file, string stated)
    {
        if (!File.Exists(file)) return new("thresholds", false, $"{file}: is not there. Where it is elsewhere now, give it with --gate; the record holds its text.");
        string now = AuditScores.Hash(file);
        return new("thresholds", now == stated, now == stated ? $"{file} is as it was" : $"{file} was changed since: its SHA-256 is {now}; judged was by {stated}");
    }

    static JsonElement Read(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            Json.RequireText(bytes);
            var record = JsonDocument.Parse(bytes).RootElement;
            return record.ValueKind == JsonValueKind.Object && Text(record, "format") == DecisionRecord.Format ? record : throw new JsonException($"'format' is not {DecisionRecord.Format}");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: is not a gate record ({fault.Message}). Give a gate-NNNN.json that 'siteadapt audit --gate' wrote.", fault);
        }
    }

    /// <summary>Empty where there is no such text.</summary>
    static string Text(JsonElement element, params string[] keys)
    {
        foreach (string key in keys)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element)) return "";
        return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
    }
}
