using BenchmarkDotNet.Attributes;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Bench;

/// <summary>A training step of 16 slices and what is around it. MMTL and OCTL take the step of fine-tune-all.</summary>
public class TrainingKernels : Kernel
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("siteadapt-bench-");
    readonly Dictionary<string, ILearner> learners = [];
    PreparedCase prepared = null!;
    BatchAssembler assembler = null!;
    List<Sample> samples = [];
    Batch batch = null!;

    protected override void Prepare()
    {
        string File(string name) => Path.Combine(folder.FullName, name);
        Nifti.Write(File("head.nii"), Head.Image);
        Nifti.WriteMask(File("brain.nii"), Head.Brain);
        var item = new Case { Id = "head", Subject = "head", Site = "a", Image = File("head.nii"), Label = File("brain.nii") };
        prepared = new PreparedCache(File("cache")).Open(item, Task);
        var stream = new SampleStream("target", [new PoolCase(prepared, [.. Enumerable.Range(0, prepared.SliceCount)])], Task.Window, seed: 1);
        samples = [.. Enumerable.Range(0, Inputs.BatchSize).Select(_ => stream.Next(0))];
        assembler = BatchAssembler.Labelled(Task);
        batch = assembler.Assemble(samples, new Dictionary<string, string>());
        foreach (var method in new[] { Adaptation.FineTuneAll.Method, Adaptation.L2Sp.Method, SpotTUNet.Method }) learners[method.Name] = Learner(method);
        SaveCheckpoint();
    }

    [Benchmark]
    public void AssembleBatch() => assembler.Assemble(samples, new Dictionary<string, string>()).Dispose();

    [Benchmark(Baseline = true)]
    public double FineTuneAll() => Step("fine-tune-all");

    [Benchmark]
    public double L2Sp() => Step("l2sp");

    [Benchmark]
    public double SpotTune() => Step("spottunet");

    [Benchmark]
    public void SaveCheckpoint() => learners["fine-tune-all"].Save(folder.FullName);

    [Benchmark]
    public void LoadCheckpoint() => learners["fine-tune-all"].Load(folder.FullName);

    public override void Cleanup()
    {
        batch.Dispose();
        foreach (var learner in learners.Values) learner.Dispose();
        prepared.Dispose();
        folder.Delete(recursive: true);
    }

    double Step(string method)
    {
        learners[method].BeginTraining();
        return learners[method].Step(batch, new StepContext(0, 1, 0, TrainingSettings.DefaultLearningRate)).Loss;
    }

    ILearner Learner(AdaptationMethod method)
    {
        var random = new RandomStream(1, method.Name);
        Network network = method.Gates is null
            ? NetworkFactory.Create(Task, CPU, random)
            : NetworkFactory.CreateGated(Task, CPU, new ModelRecord { Gates = new GateRecord(method.Gates.Soft, method.Gates.GateShortcut0) }, plain => plain.Initialize(random), random);
        var names = network.NamedParameters().Select(entry => entry.Name).Where(name => network is not GatedNetwork || GatedNetwork.IsTuned(name));
        var optimizer = new OptimizerSettings(OptimizerKind.Adam).Create(network, [.. names]);
        return network is GatedNetwork gated
            ? new SpotTuneLearner(gated, SegmentationObjective.Instance, optimizer, method.Gates!, new TrainingSettings(), CPU, freezeNorm: false, penalty: null)
            : new SupervisedLearner(network, SegmentationObjective.Instance, optimizer, CPU, penalty: method.Penalty?.Around(optimizer));
    }
}
