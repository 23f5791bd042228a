namespace SiteAdapt.Learning;

/// <summary>One tensor of a safetensors header; <paramref name="Begin"/> and <paramref name="End"/> count bytes from the end of the header.</summary>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    public long ByteCount => End - Begin;
}

/// <summary>A checked header: tensors in the order of their bytes, the free-text metadata, and where the first tensor's bytes start in the file.</summary>
public sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataStart);

/// <summary>A tensor read in full: row-major, little-endian bytes.</summary>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// A tensor to be written: <paramref name="Write"/> puts exactly its bytes (row-major, little-endian) on the stream, so that
/// large tensors need not be held twice.
/// </summary>
public sealed record SafetensorsSource(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    public static SafetensorsSource From(string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) =>
        new(name, type, shape, stream => stream.Write(bytes.Span));

    internal long ByteCount => Shape.Aggregate((long)Type.Size(), (product, side) => checked(product * side));
}
