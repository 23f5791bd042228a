using System.Text.Json.Nodes;

namespace SiteAdapt.Learning;

/// <summary>Names the fields in which two JSON records differ.</summary>
static class JsonDifference
{
    public static IEnumerable<string> Find(JsonNode? there, JsonNode? wanted) =>
        Each(there, wanted).Select(field => $"{field.Path}: there {field.There}, asked for {field.Wanted}");

    /// <summary>Lists of one length are compared item by item, so that the message has the item.</summary>
    public static IEnumerable<(string Path, string There, string Wanted)> Each(JsonNode? there, JsonNode? wanted, string path = "")
    {
        if (there is JsonObject a && wanted is JsonObject b)
            return a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key))
                .SelectMany(key => Each(a[key], b[key], path.Length == 0 ? key : $"{path}.{key}"));
        if (there is JsonArray first && wanted is JsonArray second && first.Count == second.Count)
            return first.Zip(second).SelectMany((pair, i) => Each(pair.First, pair.Second, FormattableString.Invariant($"{path}[{i}]")));
        return JsonNode.DeepEquals(there, wanted) ? [] : [(path, Short(there), Short(wanted))];
    }

    static string Short(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
