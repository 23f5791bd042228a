using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SiteAdapt.Learning;

/// <summary>One way of writing JSON for all records: snake_case names, enums as words, NaN and infinity as strings.</summary>
public static class Json
{
    /// <summary>Indented, for files that people open.</summary>
    public static JsonSerializerOptions Pretty { get; } = Make(indented: true);

    /// <summary>One record a line.</summary>
    public static JsonSerializerOptions Line { get; } = Make(indented: false);

    static JsonSerializerOptions Make(bool indented) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true, // a null where there must be a value is a fault of the file, told by name
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>A document is parsed without a look into its texts; what is no UTF-8, or half a character, would only be noticed where it is used.</summary>
    /// <exception cref="InvalidOperationException">A text that is none.</exception>
    public static void RequireText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
    }
}
