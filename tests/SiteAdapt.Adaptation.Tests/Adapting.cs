using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>Adaptations of tiny models to site "b".</summary>
static class Adapting
{
    public static Budget OnePatient { get; } = new(1);

    public static AdaptationSettings Settings(AdaptationMethod method, OptimizerKind optimizer, TrainingSettings? training = null) =>
        new(method, "b", OnePatient, training ?? TinySites.Training, optimizer);

    public static AdaptationMethod Method(string name, OptimizerKind optimizer, params string[] options) =>
        MethodOptions.Apply(MethodCatalog.Find(name, optimizer), options);

    /// <summary>The tiny task with windows that AdaptSegNet's discriminators can halve five times.</summary>
    public static TaskSettings WideTask { get; } = TinySites.Task with { Window = 32 };

    /// <summary>With the task of the source run.</summary>
    public static void Run(TinySites sites, AdaptationSettings settings, string source, string run, RunOptions? options = null, CancellationToken stop = default)
    {
        using var data = sites.Data(new RunFolder(source).ReadRecord().Task);
        AdaptationRun.Execute(settings, SourceModel.Open(source), data, null, options ?? sites.Options(run), stop);
    }

    /// <summary>The weights of a run's newest checkpoint by name, in C order.</summary>
    public static Dictionary<string, double[]> Weights(TinySites sites, string run)
    {
        var folder = new RunFolder(sites.File(run));
        using var network = NetworkFactory.Load(folder.ReadRecord(), folder.NewestCheckpoint(RunFolder.Last)!, TorchSharp.torch.CPU);
        return network.State().ToDictionary(entry => entry.Name, entry =>
        {
            using var copy = entry.Tensor.detach().to(TorchSharp.torch.ScalarType.Float64).contiguous();
            return copy.data<double>().ToArray();
        });
    }
}
