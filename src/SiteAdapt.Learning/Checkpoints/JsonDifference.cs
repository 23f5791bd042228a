using System.Text.Json.Nodes;

namespace SiteAdapt.Learning;

/// <summary>Names the fields in which two JSON records differ.</summary>
static class JsonDifference
{
    public static IEnumerable<string> Find(JsonNode? there, JsonNode? wanted, string path = "")
    {
        if (there is JsonObject a && wanted is JsonObject b)
            return a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key))
                .SelectMany(key => Find(a[key], b[key], path.Length == 0 ? key : $"{path}.{key}"));
        return JsonNode.DeepEquals(there, wanted) ? [] : [$"{path}: there {Short(there)}, asked for {Short(wanted)}"];
    }

    static string Short(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
