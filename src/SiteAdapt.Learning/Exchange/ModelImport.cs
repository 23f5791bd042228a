using System.Security.Cryptography;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Makes a run folder, which adaptations start from, of a model that another program trained.</summary>
public static class ModelImport
{
    /// <summary>What stands for a manifest in the record: the source's data are not here.</summary>
    public const string NoManifest = "not known";

    /// <exception cref="InputException">Naming every tensor that does not fit, and every question that is open.</exception>
    public static void Run(ImportSettings settings, RunFolder folder, Device device)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(folder);
        settings.RequireUsable();
        var memory = settings.OptimizerState is { } path ? ForeignOptimizerState.Open(path) : null;
        KeptModel.Write(folder, Record(settings, memory, device), () => Load(settings, memory, device));
    }

    static RunRecord Record(ImportSettings settings, ForeignOptimizerState? memory, Device device) => new()
    {
        Kind = "import",
        Task = settings.Task,
        Training = new TrainingSettings { Epochs = 0, Device = device.type.ToString().ToLowerInvariant() },
        Optimizer = memory?.Settings ?? new OptimizerSettings(settings.Optimizer ?? OptimizerKind.Adam),
        Model = settings.Model,
        Import = new ImportRecord(Hash("--weights", settings.Weights), settings.OptimizerState is { } path ? Hash("--optimizer-state", path) : null, settings.NamesLabel),
        Data = new DataRecord
        {
            Manifest = NoManifest,
            Fingerprint = "",
            Split = new SplitRecord(),
            Sites = settings.Sites,
            Cases = [.. (settings.Subjects ?? []).Select(item => new TrainingCase("source", item.Site, item.Subject, item.Subject, 0))],
            SubjectsUnknown = settings.Subjects is null ? true : null,
        },
        Versions = TorchRuntime.Versions,
    };

    static (Network, OptimizerState) Load(ImportSettings settings, ForeignOptimizerState? memory, Device device)
    {
        var network = NetworkFactory.Create(settings.Task, device, new Data.RandomStream(0, "initialisation"), settings.Model);
        try
        {
            settings.Names.Reversed(network.State().Select(entry => entry.Name)); // refuses two of one name
            WeightsFile.Load(network, settings.Weights, settings.Names.NameInFile, settings.IsIgnored);
            if (!network.IsFinite) throw new InputException($"{settings.Weights}: holds weights that are not finite numbers. Export an earlier state of the model.");
            return (network, memory?.Load(network, settings.Names, settings.IsIgnored) ?? new OptimizerState(settings.Optimizer == OptimizerKind.Sgd ? "sgd" : "adam"));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    static string Hash(string option, string path)
    {
        if (!File.Exists(path)) throw new InputException($"{option}: there is no file '{path}'.");
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
