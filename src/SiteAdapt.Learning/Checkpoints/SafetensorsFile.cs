using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Files of named tensors in the safetensors format; no torch in here.</summary>
public static class SafetensorsFile
{
    /// <summary>Reads and checks the header alone.</summary>
    /// <exception cref="InputException">The file is missing or breaks a rule of the format.</exception>
    public static SafetensorsHeader ReadHeader(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        return reader.Header;
    }

    /// <summary>Reads all tensors into memory, in the order of their bytes.</summary>
    /// <exception cref="InputException">The file is missing or breaks a rule of the format.</exception>
    public static IReadOnlyList<SafetensorsTensor> Read(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        var tensors = new List<SafetensorsTensor>();
        foreach (var entry in reader.Header.Entries)
        {
            var bytes = new byte[entry.ByteCount];
            reader.Read(entry, bytes);
            tensors.Add(new SafetensorsTensor(entry.Name, entry.Type, entry.Shape, bytes));
        }
        return tensors;
    }

    /// <summary>
    /// Writes tensors and metadata so that the same content always gives the same bytes: widest element types first and by name
    /// within a type (the reference library's order, which also aligns every tensor), metadata by key, header padded with
    /// spaces to 8 bytes.
    /// </summary>
    public static void Write(string path, IEnumerable<SafetensorsSource> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.Size()).ThenByDescending(tensor => tensor.Type)
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        byte[] header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered)
            {
                long start = stream.Position;
                tensor.Write(stream);
                if (stream.Position - start != tensor.ByteCount)
                    throw new InvalidOperationException($"{tensor.Name} wrote {stream.Position - start} bytes instead of {tensor.ByteCount}");
            }
        });
    }

    static byte[] Header(IReadOnlyList<SafetensorsSource> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 }) WriteMetadata(json, metadata);
            long position = 0;
            var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name)) throw new ArgumentException($"the tensor name {tensor.Name} is taken", nameof(tensors));
                position = WriteEntry(json, tensor, position);
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("__metadata__");
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    static long WriteEntry(Utf8JsonWriter json, SafetensorsSource tensor, long position)
    {
        long end = checked(position + tensor.ByteCount);
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.Name());
        json.WriteStartArray("shape");
        foreach (long side in tensor.Shape) json.WriteNumberValue(side);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(position);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
