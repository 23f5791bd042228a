using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Between safetensors files and torch's tensors.</summary>
public static class SafetensorsTorch
{
    /// <summary>A tensor to be written; its values are fetched when the file is, one tensor at a time.</summary>
    public static SafetensorsSource Source(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new SafetensorsSource(name, TypeOf(tensor.dtype), tensor.shape, stream =>
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            stream.Write(tensor.detach().cpu().contiguous().bytes);
        });
    }

    /// <summary>Reads one tensor, on the CPU and in the file's type; no dispose scope owns it.</summary>
    public static Tensor Read(SafetensorsReader reader, SafetensorsEntry entry)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.ByteCount > int.MaxValue)
            throw new InputException($"tensor '{entry.Name}' has {entry.ByteCount} bytes; at most {int.MaxValue} can be read");
        var tensor = empty([.. entry.Shape], ScalarTypeOf(entry.Type)).DetachFromDisposeScope();
        if (entry.ByteCount > 0) reader.Read(entry, tensor.bytes);
        return tensor;
    }

    static ScalarType ScalarTypeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool => ScalarType.Bool,
        SafetensorsType.U8 => ScalarType.Byte,
        SafetensorsType.I8 => ScalarType.Int8,
        SafetensorsType.I16 => ScalarType.Int16,
        SafetensorsType.F16 => ScalarType.Float16,
        SafetensorsType.BF16 => ScalarType.BFloat16,
        SafetensorsType.I32 => ScalarType.Int32,
        SafetensorsType.F32 => ScalarType.Float32,
        SafetensorsType.F64 => ScalarType.Float64,
        _ => ScalarType.Int64,
    };

    static SafetensorsType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Bool => SafetensorsType.Bool,
        ScalarType.Byte => SafetensorsType.U8,
        ScalarType.Int8 => SafetensorsType.I8,
        ScalarType.Int16 => SafetensorsType.I16,
        ScalarType.Float16 => SafetensorsType.F16,
        ScalarType.BFloat16 => SafetensorsType.BF16,
        ScalarType.Int32 => SafetensorsType.I32,
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Float64 => SafetensorsType.F64,
        ScalarType.Int64 => SafetensorsType.I64,
        _ => throw new ArgumentException($"safetensors files of this program hold no {type}", nameof(type)),
    };
}
