using System.Text;
using System.Text.Json;

namespace SiteAdapt.Studies;

/// <summary>
/// One text for one JSON value, however it is laid out in its file: no white space, keys sorted by code unit, strings escaped only
/// where JSON demands it, numbers as they stand. It is what <c>jq -cSj .</c> prints.
/// </summary>
static class CanonicalJson
{
    /// <param name="without">A key of the outermost object that is left out.</param>
    /// <exception cref="JsonException">An object has a key twice: two readers would see two values.</exception>
    public static string Of(JsonElement value, string without)
    {
        var text = new StringBuilder();
        Write(value, text, without);
        return text.ToString();
    }

    static void Write(JsonElement value, StringBuilder text, string? without = null)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToList();
                if (members.Select(member => member.Name).Distinct(StringComparer.Ordinal).Count() < members.Count) throw new JsonException("an object has a key twice");
                text.Append('{');
                foreach (var (i, member) in members.Where(member => member.Name != without).Index())
                {
                    if (i > 0) text.Append(',');
                    Write(member.Name, text);
                    text.Append(':');
                    Write(member.Value, text);
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var (i, item) in value.EnumerateArray().Index())
                {
                    if (i > 0) text.Append(',');
                    Write(item, text);
                }
                text.Append(']');
                break;
            case JsonValueKind.String:
                Write(value.GetString()!, text);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    static void Write(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (char c in value)
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        text.Append('"');
    }
}
