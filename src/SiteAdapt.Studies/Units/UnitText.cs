using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// The canonical text of a unit's record: indented JSON, keys in ordinal order, UTF-8, one line feed at the end. The hash is
/// over these bytes, which are what <c>unit.json</c> holds: <c>sha256sum unit.json</c> begins with the folder's name.
/// </summary>
static class UnitText
{
    static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(UnitRecord record)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options)) Write(writer, JsonSerializer.SerializeToElement(record, record.GetType(), Json.Pretty));
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    public static UnitReference Reference(UnitRecord record) => new(record.Kind, Hash(Of(record)));

    public static string Hash(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));

    /// <exception cref="JsonException">Not a unit's record.</exception>
    public static UnitRecord Parse(ReadOnlySpan<byte> text)
    {
        var node = JsonNode.Parse(text) ?? throw new JsonException("it is null");
        UnitRecord? record = (string?)node["kind"] switch
        {
            "prepare" => node.Deserialize<PrepareUnit>(Json.Pretty),
            "pretrain" when node["weights"] is not null => node.Deserialize<GivenModelUnit>(Json.Pretty),
            "pretrain" => node.Deserialize<PretrainUnit>(Json.Pretty),
            "adapt" => node.Deserialize<AdaptUnit>(Json.Pretty),
            "evaluate" => node.Deserialize<EvaluateUnit>(Json.Pretty),
            var kind => throw new JsonException($"its kind is '{kind}'"),
        };
        return record ?? throw new JsonException("it is null");
    }

    static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
