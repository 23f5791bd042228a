using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SiteAdapt.Learning;

/// <summary>
/// One protocol-buffer message, written field by field: a tag (field number and wire type), then a variable-length number, four
/// bytes, or a length and bytes (protobuf.dev/programming-guides/encoding). ONNX export needs no more of it, and onnx.proto's generated
/// classes would be ten thousand lines for thirty fields.
/// </summary>
sealed class ProtoMessage
{
    const int Varint = 0, Bytes = 2, Fixed32 = 5;

    readonly ArrayBufferWriter<byte> content = new();

    public ReadOnlySpan<byte> Content => content.WrittenSpan;

    public ProtoMessage Number(int field, long value)
    {
        Tag(field, Varint);
        Put((ulong)value);
        return this;
    }

    public ProtoMessage Real(int field, float value)
    {
        Tag(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(content.GetSpan(sizeof(float)), value);
        content.Advance(sizeof(float));
        return this;
    }

    public ProtoMessage Text(int field, string value) => Raw(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Message(int field, ProtoMessage value) => Raw(field, value.Content);

    public ProtoMessage Raw(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Bytes);
        Put((ulong)value.Length);
        content.Write(value);
        return this;
    }

    void Tag(int field, int type) => Put((ulong)(field << 3 | type));

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
    void Put(ulong value)
    {
        for (; value > 0x7F; value >>= 7) content.Write([(byte)(value | 0x80)]);
        content.Write([(byte)value]);
    }
}
