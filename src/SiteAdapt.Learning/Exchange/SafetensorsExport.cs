using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>A run's weights and its optimizer's memory as files that another program reads, under names of its choice.</summary>
public static class SafetensorsExport
{
    /// <summary>The state_dict; how images are prepared is in the metadata.</summary>
    public static void WriteWeights(string path, Network network, RunRecord record, string weightsHash, NameMap names)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(names);
        names.Reversed(network.State().Select(entry => entry.Name));
        SafetensorsFile.Write(path, network.State().Select(entry => SafetensorsTorch.Source(names.NameInFile(entry.Name), entry.Tensor)), ExportMetadata.Of(record, weightsHash));
    }

    /// <summary>As the documented snippet writes it, so that "model import" reads it again.</summary>
    /// <exception cref="InputException">The run has no memory.</exception>
    public static void WriteMemory(string path, Checkpoint checkpoint, RunRecord record, NameMap names)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(names);
        using var memory = checkpoint.LoadOptimizer();
        if (memory.Parameters.Count == 0) throw new InputException($"{checkpoint.Folder}: holds no optimizer memory. Leave --optimizer-state out.");
        var renamed = new OptimizerState(memory.Kind); // shares the tensors
        foreach (var (name, state) in memory.Parameters) renamed.Add(names.NameInFile(name), state);
        var optimizer = record.Optimizer;
        object settings = optimizer.Kind == OptimizerKind.Adam ? new { betas = new[] { optimizer.Beta1, optimizer.Beta2 } } : new { momentum = optimizer.Momentum, nesterov = optimizer.Nesterov };
        OptimizerStateFile.Save(renamed, path, JsonSerializer.Serialize(settings));
    }
}
