using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>A network's weights and buffers as a safetensors file with the names of PyTorch's state_dict.</summary>
public static class WeightsFile
{
    const int MostShown = 10;
    const string BatchCounter = ".num_batches_tracked";

    public static void Save(Network network, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        SafetensorsFile.Write(path, network.State().Select(entry => SafetensorsTorch.Source(entry.Name, entry.Tensor)), metadata);
    }

    /// <summary>
    /// Fills a network in place, also one that an optimizer has taken over. Weights of any floating type are converted; the
    /// counters of seen batches may be missing, since older files have none.
    /// </summary>
    /// <exception cref="InputException">Not a safetensors file, or its tensors are not those of the network: all are named, and nothing was changed.</exception>
    public static void Load(Network network, string path) => Load(network, path, name => name);

    /// <summary>As the other, from a file of another network: tells the file's name of each tensor, or null to leave it as it is.</summary>
    /// <param name="ignore">Names of the file that are not wanted.</param>
    public static void Load(Network network, string path, Func<string, string?> nameInFile, Func<string, bool>? ignore = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(nameInFile);
        using var reader = SafetensorsReader.Open(path);
        var state = network.State().Where(entry => nameInFile(entry.Name) is not null).Select(entry => (Name: nameInFile(entry.Name)!, entry.Tensor)).ToList();
        var known = state.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var unexpected = reader.Header.Entries.Select(entry => entry.Name).Where(name => !known.Contains(name) && ignore?.Invoke(name) != true)
            .OrderBy(name => name.EndsWith(BatchCounter, StringComparison.Ordinal)); // they stand first in many files, and say least
        Fill(reader, path, network.GetName(), state, unexpected.Select(name => $"{name} is not expected"));
    }

    /// <summary>Fills tensors, each from the file's tensor of the given name, if all fit and no other fault was found.</summary>
    internal static void Fill(SafetensorsReader reader, string path, string network, IReadOnlyList<(string Name, Tensor Tensor)> state,
        IEnumerable<string> otherFaults)
    {
        var entries = reader.Header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Refuse(network, path, [.. Faults(state, entries)], [.. otherFaults]);

        using var noGrad = no_grad();
        foreach (var (name, tensor) in state)
        {
            using var scope = NewDisposeScope();
            if (entries.TryGetValue(name, out var entry))
            {
                using var loaded = SafetensorsTorch.Read(reader, entry);
                tensor.copy_(loaded);
            }
            else
                tensor.zero_();
        }
    }

    static IEnumerable<string> Faults(IReadOnlyList<(string Name, Tensor Tensor)> state, Dictionary<string, SafetensorsEntry> entries)
    {
        foreach (var (name, tensor) in state)
            if (!entries.TryGetValue(name, out var entry))
            {
                if (!name.EndsWith(BatchCounter, StringComparison.Ordinal)) yield return $"{name} is missing";
            }
            else if (!entry.Shape.SequenceEqual(tensor.shape))
                yield return $"{name} has shape [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", tensor.shape)}]";
            else if (IsFloat(entry.Type) != tensor.is_floating_point())
                yield return $"{name} has the type {entry.Type.Name()}, expected {(tensor.is_floating_point() ? "a floating type" : "a whole-number type")}";
    }

    static bool IsFloat(SafetensorsType type) =>
        type is SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64;

    /// <summary>Of each kind some: where all names differ, a reader needs those that are missing and those that are there.</summary>
    static void Refuse(string network, string path, params IReadOnlyList<string>[] faults)
    {
        if (faults.All(kind => kind.Count == 0)) return;
        var shown = faults.Where(kind => kind.Count > 0)
            .Select(kind => string.Join("; ", kind.Take(MostShown)) + (kind.Count > MostShown ? $"; and {kind.Count - MostShown} more" : ""));
        throw new InputException($"{path} does not fit {network}: {string.Join("; ", shown)}. "
            + "Give weights of a network with the same width, channels and names ('model import --names' reads a table of names).");
    }
}
