using System.Text.Json;

namespace SiteAdapt.Serve;

/// <summary>What a list says of a run, from its <c>run.json</c>. Read without trust: what is missing or of another kind is null.</summary>
/// <param name="Kind">"pretrain", "adapt" or "import".</param>
/// <param name="Epochs">That it will have.</param>
sealed record RunHead(string? Kind, string? Task, string? Method, string? Sources, string? Sites, string? Optimizer, int? Epochs, long? Seed)
{
    /// <summary>A list must stay quick: the record of a run on hundreds of thousands of images is read on its own page only.</summary>
    const long Longest = 4 << 20;

    static readonly RunHead Unknown = new(null, null, null, null, null, null, null, null);

    public static RunHead Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: > 0 and <= Longest }) return Unknown;
            using var record = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = record.RootElement;
            return new RunHead(Text(root, "kind"), Text(root, "task", "name"), Text(root, "method", "name"), Names(root, "source", "sites"), Names(root, "data", "sites"),
                Text(root, "optimizer", "kind"), (int?)Whole(root, "training", "epochs"), Whole(root, "training", "seed"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException) // a text that is no UTF-8 is an InvalidOperationException
        {
            return Unknown;
        }
    }

    static JsonElement? At(JsonElement element, string[] keys)
    {
        foreach (string key in keys)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element)) return null;
        return element;
    }

    static string? Text(JsonElement root, params string[] keys) => At(root, keys) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    static long? Whole(JsonElement root, params string[] keys) => At(root, keys) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value) ? value : null;

    static string? Names(JsonElement root, params string[] keys) => At(root, keys) is { ValueKind: JsonValueKind.Array } list
        ? string.Join('+', list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()))
        : null;
}
