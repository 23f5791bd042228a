using System.Text.Json;
using System.Text.Json.Serialization;

namespace SiteAdapt.Studies;

/// <summary>A unit by its kind and the SHA-256 of its record; written as "pretrain/0123...".</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct UnitReference(UnitKind Kind, string Hash)
{
    /// <summary>Digits of the hash in a folder's name.</summary>
    public const int NameLength = 16;

    /// <summary>The unit's folder, seen from the folder of all units.</summary>
    public string Path => System.IO.Path.Combine(KindName, Hash[..NameLength]);

    /// <summary>Short, for messages.</summary>
    public string Name => $"{KindName}/{Hash[..NameLength]}";

    string KindName => JsonNamingPolicy.SnakeCaseLower.ConvertName(Kind.ToString());

    public override string ToString() => $"{KindName}/{Hash}";

    static bool TryParse(string? text, out UnitReference reference)
    {
        reference = default;
        if (text?.Split('/') is not [var kind, { Length: 64 } hash] || !hash.All(char.IsAsciiHexDigitLower)) return false;
        foreach (var known in Enum.GetValues<UnitKind>())
        {
            reference = new UnitReference(known, hash);
            if (reference.KindName == kind) return true;
        }
        return false;
    }

    sealed class Converter : JsonConverter<UnitReference>
    {
        public override UnitReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var reference) ? reference : throw new JsonException($"'{reader.GetString()}' is not a unit");

        public override void Write(Utf8JsonWriter writer, UnitReference value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
