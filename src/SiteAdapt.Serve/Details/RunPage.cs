using System.Text.Json;
using System.Text.Json.Nodes;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>Everything that the page of a run shows.</summary>
/// <param name="Settings">Its record without the cases.</param>
/// <param name="Card">The address of the page that an audit wrote; null where there is none.</param>
/// <param name="Verdict">"go" or "no-go", as the card says; null where no thresholds were asked.</param>
sealed record RunDetails(RunRow Row, IReadOnlyList<MetricRow> Epochs, JsonNode? Settings, int Cases, string? Card, string? Verdict);

/// <summary>Reads a run for its page.</summary>
sealed class RunPage(ServedFolder folder, FolderIndex index, RunList runs)
{
    public RunDetails Of(string? path)
    {
        if (folder.Find(path) is not { } run || !index.Files.Runs.Contains(run)) throw new InputException($"{path}: there is no such run here.");
        var settings = Record(Path.Combine(run, "run.json"));
        int cases = 0;
        if (settings?["data"] is JsonObject data && data["cases"] is JsonArray list)
        {
            cases = list.Count;
            data.Remove("cases"); // hundreds of thousands, for radiographs
        }
        (settings?["source"] as JsonObject)?.Remove("cases");
        string card = Path.Combine(run, AuditFiles.Folder, AuditFiles.Card);
        var said = folder.Inside(card) is { } inside ? Record(Path.ChangeExtension(inside, ".json")) : null;
        return new RunDetails(runs.Row(run), Epochs(Path.Combine(run, "metrics.jsonl")), settings, cases,
            said is null ? null : folder.RelativeOf(card), said?["verdict"] is JsonValue verdict && verdict.TryGetValue(out string? text) ? text : null);
    }

    static JsonObject? Record(string file)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(file);
            Json.RequireText(bytes);
            return JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A line that is being replaced, or that a person has edited, is left out.</summary>
    static List<MetricRow> Epochs(string file) =>
        new FileInfo(file) is not { Exists: true, Length: > 0, LinkTarget: null } ? [] : [.. File.ReadLines(file).Select(Row).OfType<MetricRow>()];

    static MetricRow? Row(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<MetricRow>(line, Json.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
