using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// Reads the header of a safetensors file (8-byte little-endian length, JSON object, data) and checks every rule of the format
/// before anything of the size that the header claims is allocated.
/// </summary>
sealed class SafetensorsHeaderReader
{
    /// <summary>
    /// The format allows 100 MB. What is read of a header takes several times its length, so a file could take far more memory than it has
    /// bytes; no network of this program comes near this.
    /// </summary>
    const long LongestHeader = 8 << 20;

    /// <summary>Of a shape; torch has no more.</summary>
    const int MostAxes = 64;

    const string MetadataName = "__metadata__";

    readonly string path;
    readonly List<SafetensorsEntry> entries = [];
    readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    readonly HashSet<string> names = new(StringComparer.Ordinal);

    SafetensorsHeaderReader(string path) => this.path = path;

    public static SafetensorsHeader Read(Stream stream, string path)
    {
        var reader = new SafetensorsHeaderReader(path);
        long fileLength = stream.Length;
        byte[] json = reader.ReadJson(stream, fileLength);
        reader.Parse(json);
        long dataStart = 8 + json.Length;
        reader.entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        reader.CheckOffsets(fileLength - dataStart);
        return new SafetensorsHeader(reader.entries, reader.metadata, dataStart);
    }

    byte[] ReadJson(Stream stream, long fileLength)
    {
        if (fileLength < 10) throw Fault($"has {fileLength} bytes, too few for a header");
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader) throw Fault($"says that its header has {length} bytes; at most {LongestHeader} are allowed");
        if ((long)length > fileLength - 8) throw Fault($"says that its header has {length} bytes, but only {fileLength - 8} follow");
        var json = new byte[length];
        stream.ReadExactly(json);
        if (length == 0 || json[0] != (byte)'{') throw Fault("has a header that does not start with '{'");
        return json;
    }

    void Parse(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (!names.Add(name)) throw Fault($"has two tensors of the name '{name}'");
                reader.Read();
                if (name == MetadataName) ParseMetadata(ref reader);
                else ParseEntry(ref reader, name);
            }
            reader.Read(); // throws where something follows the object
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new InputException(Message($"has a header that is not valid JSON: {exception.Message}"), exception);
        }
    }

    void ParseMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Fault($"has a {MetadataName} that is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Fault($"has a {MetadataName} entry '{key}' that is not a string");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw Fault($"has two {MetadataName} entries of the name '{key}'");
        }
    }

    void ParseEntry(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Fault(name, "is not described by an object");
        SafetensorsType? type = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "dtype" when type is null: type = ParseType(ref reader, name); break;
                case "shape" when shape is null: shape = ParseNumbers(ref reader, name, field); break;
                case "data_offsets" when offsets is null: offsets = ParseNumbers(ref reader, name, field); break;
                default: throw Fault(name, $"has the field '{field}', which is unknown or there twice");
            }
        }
        if (type is null || shape is null || offsets is null)
            throw Fault(name, $"has no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        entries.Add(CheckedEntry(name, type.Value, shape, offsets));
    }

    SafetensorsType ParseType(ref Utf8JsonReader reader, string name)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : reader.TokenType.ToString();
        return SafetensorsTypes.TryParse(text, out var type)
            ? type
            : throw Fault(name, $"has the dtype {text}; known are {string.Join(", ", Enum.GetValues<SafetensorsType>().Select(known => known.Name()))}");
    }

    long[] ParseNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Fault(name, $"has a {field} that is not a list");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw Fault(name, $"has a {field} whose item {numbers.Count} is not a whole number from 0 up");
            if (numbers.Count == MostAxes) throw Fault(name, $"has a {field} of more than {MostAxes} numbers");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    SafetensorsEntry CheckedEntry(string name, SafetensorsType type, long[] shape, long[] offsets)
    {
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw Fault(name, $"has data_offsets [{string.Join(", ", offsets)}]; expected a begin and an end that is not before it");
        UInt128 bytes = (UInt128)type.Size();
        foreach (long side in shape)
        {
            bytes *= (UInt128)Math.Max(1, side); // an axis of no length must not hide the others: strides are their products
            if (bytes > long.MaxValue) throw Fault(name, $"has the shape [{string.Join(", ", shape)}], which no file can hold");
        }
        if (shape.Contains(0)) bytes = 0;
        if ((long)bytes != offsets[1] - offsets[0])
            throw Fault(name, $"has data_offsets of {offsets[1] - offsets[0]} bytes; shape [{string.Join(", ", shape)}] of {type.Name()} needs {bytes}");
        return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
    }

    void CheckOffsets(long available)
    {
        long position = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != position)
                throw Fault(entry.Name, $"begins at byte {entry.Begin}; expected {position}: there is "
                    + (entry.Begin > position ? "a hole before it" : "an overlap with another tensor"));
            position = entry.End;
        }
        if (position != available)
            throw Fault($"describes {position} bytes of tensors, but {available} follow the header: the file is "
                + (position > available ? "cut off; copy it again" : "longer than its header says"));
    }

    InputException Fault(string tensor, string what) => Fault($"is damaged: tensor '{tensor}' {what}");

    InputException Fault(string what) => new(Message(what));

    string Message(string what) => $"{path} {what} (expected a safetensors file)";
}
