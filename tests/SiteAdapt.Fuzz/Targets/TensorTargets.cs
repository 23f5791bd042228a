using System.Buffers.Binary;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Fuzz;

/// <summary>Tensors: safetensors as such, as weights of a network, and as an optimizer's memory, this program's and PyTorch's.</summary>
static class TensorTargets
{
    static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "-1", "0", "1e5", "1.5", "9223372036854775807", "9223372036854775808", "4611686018427387904", "1,1,1,1,1,1,1,1", "0,4294967296,4294967296,4294967296",
        "\"F32\"", "\"F64\"", "\"I64\"", "\"BF16\"", "\"BOOL\"", "\"F8_E4M3\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"__metadata__\"", "\"optimizer\"", "\"settings\"", "\\u0000", "\\ud800",
        "step:", "exp_avg:", "\"step:w\"", "[[[[[[[[[[", "{\\\"betas\\\":[0.9,0.99]}", "\\\"momentum\\\"", "\\\"maximize\\\":true",
    ];

    static readonly Lazy<byte[][]> Files = new(() =>
    [
        Written(path => SafetensorsFile.Write(path, [Tensor("w", SafetensorsType.F32, 2, 3), Tensor("b", SafetensorsType.F16, 3), Tensor("n", SafetensorsType.I64)], new Dictionary<string, string> { ["format"] = "pt" })),
        Written(path => SafetensorsFile.Write(path, [Tensor("step:w", SafetensorsType.I64), Tensor("exp_avg:w", SafetensorsType.F32, 6), Tensor("exp_avg_sq:w", SafetensorsType.F32, 6)],
            new Dictionary<string, string> { ["optimizer"] = "adam", ["settings"] = """{"betas":[0.9,0.999],"lr":0.001}""" })),
        Written(path => SafetensorsFile.Write(path, [Tensor("step:w", SafetensorsType.I64), Tensor("momentum_buffer:w", SafetensorsType.F64, 2, 2)],
            new Dictionary<string, string> { ["optimizer"] = "sgd", ["settings"] = """{"momentum":0.9,"nesterov":true,"dampening":0}""" })),
    ]);

    static readonly Lazy<Network> Net = new(() => new UNet(new UNetSettings { InputChannels = 1, OutputChannels = 1, Width = 1 }));

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        FuzzTarget.Of("safetensors", "tensors.safetensors", () => Files.Value, path => SafetensorsFile.Read(path)),
        Header("safetensors-header", "header.safetensors", 0, path => SafetensorsFile.Read(path)),
        Header("optimizer-state", "optimizer.safetensors", 1, path =>
        {
            using var state = OptimizerStateFile.Load(path);
        }),
        Header("foreign-optimizer", "foreign.safetensors", 1, path =>
        {
            using var state = ForeignOptimizerState.Open(path).Load(Net.Value, NameMap.Identity, name => name == "w");
        }),
        FuzzTarget.Of("weights", "weights.safetensors", () => [Written(path => WeightsFile.Save(Net.Value, path))], path => WeightsFile.Load(Net.Value, path)) with { Words = Words },
    ];

    /// <summary>The header as a text of its own, behind the length that it really has.</summary>
    static FuzzTarget Header(string name, string fileName, int first, Action<string> parse) =>
        FuzzTarget.Of(name, fileName, () => Files.Value[first..].Select(file => file[8..]), parse) with { Words = Words, Seal = WithLength };

    static byte[] WithLength(byte[] content)
    {
        int end = Array.LastIndexOf(content, (byte)'}') + 1;
        while (end < content.Length && content[end] == (byte)' ') end++;
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, end);
        return [.. length, .. content];
    }

    static SafetensorsSource Tensor(string name, SafetensorsType type, params long[] shape) =>
        SafetensorsSource.From(name, type, shape, new byte[shape.Aggregate(8L, (product, side) => product * side) * Size(type) / 8]);

    static int Size(SafetensorsType type) => type switch { SafetensorsType.F16 => 2, SafetensorsType.F32 => 4, _ => 8 };

    static byte[] Written(Action<string> write) => ScratchFile.Bytes(write);
}
