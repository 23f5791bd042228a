using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// An optimizer's memory as a safetensors file: the kind is in the metadata, a tensor is named "key:parameter", and the number of
/// updates is the scalar "step:parameter".
/// </summary>
public static class OptimizerStateFile
{
    const string KindKey = "optimizer", StepKey = "step";

    /// <summary>In a file that leaves the program: the optimizer's settings as JSON, under the names of PyTorch.</summary>
    internal const string SettingsKey = "settings";

    public static void Save(OptimizerState state, string path, string? settings = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sources = new List<SafetensorsSource>();
        foreach (var (name, memory) in state.Parameters)
        {
            sources.Add(SafetensorsSource.From($"{StepKey}:{name}", SafetensorsType.I64, [], BitConverter.GetBytes(memory.Step)));
            sources.AddRange(memory.Tensors.Select(entry => SafetensorsTorch.Source($"{entry.Key}:{name}", entry.Value)));
        }
        var metadata = new Dictionary<string, string> { [KindKey] = state.Kind };
        if (settings is not null) metadata[SettingsKey] = settings;
        SafetensorsFile.Write(path, sources, metadata);
    }

    /// <summary>Writes the memory that an optimizer has now.</summary>
    public static void Save(Optimizer optimizer, string path)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var state = optimizer.Export();
        Save(state, path);
    }

    /// <summary>Gives an optimizer the memory of a file.</summary>
    public static void LoadInto(Optimizer optimizer, string path)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var state = Load(path);
        optimizer.Import(state);
    }

    /// <param name="kind">The kind where the file is another program's and names it otherwise; null: as the file says.</param>
    /// <exception cref="InputException">Not a file of this kind.</exception>
    public static OptimizerState Load(string path, string? kind = null)
    {
        using var reader = SafetensorsReader.Open(path);
        if (kind is null && !reader.Header.Metadata.TryGetValue(KindKey, out kind))
            throw new InputException($"{path} has no metadata entry '{KindKey}': it is not an optimizer state written by this program");
        var steps = new Dictionary<string, long>(StringComparer.Ordinal);
        var tensors = new Dictionary<string, Dictionary<string, Tensor>>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in reader.Header.Entries)
            {
                var (key, name) = Parts(entry.Name, path);
                if (key == StepKey) steps[name] = ReadStep(reader, entry, path);
                else
                {
                    if (!tensors.TryGetValue(name, out var own)) tensors[name] = own = new(StringComparer.Ordinal);
                    own[key] = SafetensorsTorch.Read(reader, entry);
                }
            }
            return Assemble(kind, steps, tensors, path);
        }
        catch
        {
            foreach (var tensor in tensors.Values.SelectMany(own => own.Values)) tensor.Dispose();
            throw;
        }
    }

    static OptimizerState Assemble(
        string kind, Dictionary<string, long> steps, Dictionary<string, Dictionary<string, Tensor>> tensors, string path)
    {
        var state = new OptimizerState(kind);
        foreach (var (name, step) in steps)
            state.Add(name, new ParameterState(step, tensors.GetValueOrDefault(name, [])));
        if (tensors.Keys.FirstOrDefault(name => !steps.ContainsKey(name)) is { } lone)
            throw new InputException($"{path} has tensors of {lone} but no '{StepKey}:{lone}'");
        return state;
    }

    static (string Key, string Name) Parts(string tensorName, string path) => tensorName.Split(':', 2) is [var key, var name]
        ? (key, name)
        : throw new InputException($"{path} has a tensor '{tensorName}'; expected names like exp_avg:up1.3.weight");

    static long ReadStep(SafetensorsReader reader, SafetensorsEntry entry, string path)
    {
        if (entry.Type != SafetensorsType.I64 || entry.ByteCount != sizeof(long))
            throw new InputException($"{path}: '{entry.Name}' is {entry.Type.Name()} of {entry.ByteCount} bytes; expected one I64");
        var bytes = new byte[sizeof(long)];
        reader.Read(entry, bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }
}
