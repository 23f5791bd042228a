using System.Globalization;
using System.Text.Json;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>An optimizer's memory from PyTorch, under this program's names and checked against the network.</summary>
sealed class ForeignOptimizerState
{
    readonly string path;
    readonly Dictionary<string, JsonElement> given;

    ForeignOptimizerState(string path)
    {
        this.path = path;
        var metadata = SafetensorsFile.ReadHeader(path).Metadata;
        Kind = metadata.GetValueOrDefault("optimizer")?.ToUpperInvariant() switch
        {
            "ADAM" or "ADAMW" => OptimizerKind.Adam,
            "SGD" => OptimizerKind.Sgd,
            null => throw new InputException($"{path}: its metadata has no entry 'optimizer'. Write the file with the snippet of docs/how-to/bring-your-own-model.md."),
            var other => throw new InputException($"{path}: is the memory of '{other.ToLowerInvariant()}'; expected adam, adamw or sgd. Import without --optimizer-state, then use 'model rebuild-history'."),
        };
        given = ReadSettings(metadata.GetValueOrDefault(OptimizerStateFile.SettingsKey));
        Settings = SettingsOf();
    }

    public OptimizerKind Kind { get; }

    /// <summary>The betas, or momentum and Nesterov, that the file tells; else PyTorch's usual ones.</summary>
    public OptimizerSettings Settings { get; }

    public static ForeignOptimizerState Open(string path) => new(path);

    /// <summary>The memory of every parameter of the network, as float32; the caller disposes it.</summary>
    /// <exception cref="InputException">Naming what is missing, has another shape, or is not wanted.</exception>
    public OptimizerState Load(Network network, NameMap names, Func<string, bool> isIgnored)
    {
        using var file = OptimizerStateFile.Load(path, Kind.ToString().ToLowerInvariant());
        var ours = names.Reversed(network.NamedParameters().Select(parameter => parameter.Name));
        var strangers = file.Parameters.Keys.Where(name => !ours.ContainsKey(name) && !isIgnored(name)).ToList();
        if (strangers.Count > 0)
            throw new InputException($"{path}: has the memory of {string.Join(", ", strangers.Take(10))}{(strangers.Count > 10 ? $" and {strangers.Count - 10} more" : "")}, "
                + $"which {network.GetName()} does not have. Map their names with --names, or leave them out with --ignore.");
        var renamed = new OptimizerState(file.Kind); // shares the file's tensors
        foreach (var (name, state) in file.Parameters.Where(entry => ours.ContainsKey(entry.Key))) renamed.Add(ours[name], state);
        using var optimizer = Settings.Create(network, [.. network.NamedParameters().Select(parameter => parameter.Name)]);
        try
        {
            optimizer.Import(renamed);
        }
        catch (InputException fault)
        {
            throw new InputException($"{path}: {fault.Message}", fault);
        }
        var memory = optimizer.Export();
        RequireFinite(memory);
        return memory;
    }

    void RequireFinite(OptimizerState state)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in state.Parameters)
            foreach (var (key, tensor) in parameter.Tensors)
            {
                if (!tensor.isfinite().all().item<bool>()) throw new InputException($"{path}: {key}:{name} has values that are not finite numbers. Export an earlier state.");
                if (key == "exp_avg_sq" && tensor.lt(Scalars.Zero).any().item<bool>()) throw new InputException($"{path}: {key}:{name} has negative values; expected means of squares.");
            }
    }

    OptimizerSettings SettingsOf()
    {
        var plain = new OptimizerSettings(Kind);
        if (Flag("maximize")) throw new InputException($"{path}: the optimizer maximized; its gradients have the opposite sign. Expected one that minimizes a loss.");
        if (Kind == OptimizerKind.Adam)
            return given.TryGetValue("betas", out var betas) && betas is { ValueKind: JsonValueKind.Array } && betas.GetArrayLength() == 2
                ? plain with { Beta1 = Share("betas", betas[0]), Beta2 = Share("betas", betas[1]) }
                : plain;
        if (given.TryGetValue("dampening", out var dampening) && Number("dampening", dampening) != 0)
            throw new InputException($"{path}: the optimizer had a dampening of {Number("dampening", dampening).ToString(CultureInfo.InvariantCulture)}, which makes its buffer smaller than OCTL expects; expected 0. "
                + "Import without --optimizer-state, then use 'model rebuild-history'.");
        return plain with
        {
            Momentum = given.TryGetValue("momentum", out var momentum) ? Share("momentum", momentum) : plain.Momentum,
            Nesterov = given.ContainsKey("nesterov") ? Flag("nesterov") : plain.Nesterov,
        };
    }

    bool Flag(string name) => given.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.True;

    double Share(string name, JsonElement value) =>
        Number(name, value) is >= 0 and < 1 and var share ? share : throw new InputException($"{path}: its setting {name} is {value}; expected 0 or more and below 1.");

    double Number(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw new InputException($"{path}: its setting {name} is {value}; expected a number.");

    Dictionary<string, JsonElement> ReadSettings(string? json)
    {
        if (json is null) return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? [];
        }
        catch (JsonException fault)
        {
            throw new InputException($"{path}: its metadata entry '{OptimizerStateFile.SettingsKey}' is not a JSON object ({fault.Message}).", fault);
        }
    }
}
