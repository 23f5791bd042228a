namespace SiteAdapt.Learning;

/// <summary>What an exported file says of itself besides tensors. No subject, no path.</summary>
static class ExportMetadata
{
    public static IReadOnlyDictionary<string, string> Of(RunRecord record, string weightsHash)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["siteadapt.task"] = record.Task.ToYaml(),
            ["siteadapt.method"] = (string?)record.Method?["name"] ?? record.Kind,
            ["siteadapt.sites"] = string.Join(",", record.Data.Sites),
            ["siteadapt.weights_sha256"] = weightsHash,
            ["siteadapt.input"] = record.Task.IsClassification
                ? "a grey image, resized to the task's window, 0 to 1, the same in every channel"
                : "slices of a volume in the task's orientation, spacing and intensity; the channels are neighbouring slices; padded with a slice's smallest value",
            ["siteadapt.outputs"] = string.Join(",", Outputs(record)),
        };
        foreach (var head in record.Model?.Heads.Skip(1) ?? []) entries[$"siteadapt.outputs.{head.Name}"] = string.Join(",", head.Findings);
        return entries;
    }

    static IEnumerable<string> Outputs(RunRecord record) => record.Task.IsClassification
        ? record.Model!.Heads[0].Findings
        : record.Task.Structures.Select(structure => structure.Name);
}
