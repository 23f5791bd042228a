using System.Globalization;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>OCTL's transfer of the source optimizer's memory (section 4.2).</summary>
public sealed class OptimizerHistoryTests : IDisposable
{
    const long Seed = 3;
    readonly TinySites sites = new();

    public void Dispose() => sites.Dispose();

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Adam)]
    public void Should_load_the_whole_memory_by_name(OptimizerKind kind)
    {
        var source = Source(kind);
        using var stored = source.Checkpoint.LoadOptimizer();
        using var loaded = Load(source, Octl.Method(kind).Start, kind);
        Assert.Equal(stored.Parameters.Keys.Order(), loaded.Parameters.Keys.Order());
        foreach (var (name, parameter) in stored.Parameters)
        {
            Assert.Equal(kind == OptimizerKind.Adam ? 100 : 0, loaded.Parameters[name].Step);
            Assert.All(parameter.Tensors, entry => Assert.Equal(Values(entry.Value), Values(loaded.Parameters[name].Tensors[entry.Key])));
        }
        Assert.Contains(stored.Parameters.Values.SelectMany(parameter => parameter.Tensors.Values), tensor => Values(tensor).Any(value => value != 0));
    }

    [Theory]
    [InlineData(History.FirstMoment, "exp_avg", "exp_avg_sq")]
    [InlineData(History.SecondMoment, "exp_avg_sq", "exp_avg")]
    public void Should_load_one_moment_and_start_the_other_at_zero(History history, string kept, string zero)
    {
        var source = Source(OptimizerKind.Adam);
        using var stored = source.Checkpoint.LoadOptimizer();
        using var loaded = Load(source, Octl.Method(OptimizerKind.Adam).Start with { History = history }, OptimizerKind.Adam);
        foreach (var (name, parameter) in stored.Parameters)
        {
            Assert.Equal(Values(parameter.Tensors[kept]), Values(loaded.Parameters[name].Tensors[kept]));
            Assert.All(Values(loaded.Parameters[name].Tensors[zero]), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Adam)]
    public void Should_turn_the_first_moment_alone_with_flip(OptimizerKind kind)
    {
        var source = Source(kind);
        using var stored = source.Checkpoint.LoadOptimizer();
        using var loaded = Load(source, Octl.Method(kind).Start with { Change = HistoryChange.Flip }, kind);
        foreach (var (name, parameter) in stored.Parameters)
            foreach (var (key, tensor) in parameter.Tensors)
                Assert.Equal(Values(tensor).Select(value => key == "exp_avg_sq" ? value : -value), Values(loaded.Parameters[name].Tensors[key]));
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, "momentum_buffer")]
    [InlineData(OptimizerKind.Adam, "exp_avg")]
    public void Should_keep_the_numbers_of_each_tensor_with_shuffle(OptimizerKind kind, string first)
    {
        var source = Source(kind);
        var start = Octl.Method(kind).Start with { Change = HistoryChange.Shuffle };
        using var stored = source.Checkpoint.LoadOptimizer();
        using var loaded = Load(source, start, kind);
        using var again = Load(source, start, kind);
        int moved = 0;
        foreach (var (name, parameter) in stored.Parameters)
        {
            float[] before = Values(parameter.Tensors[first]), after = Values(loaded.Parameters[name].Tensors[first]);
            Assert.Equal(before.Order(), after.Order());
            Assert.Equal(after, Values(again.Parameters[name].Tensors[first]));
            if (!before.SequenceEqual(after)) moved++;
            if (kind == OptimizerKind.Adam) Assert.Equal(Values(parameter.Tensors["exp_avg_sq"]), Values(loaded.Parameters[name].Tensors["exp_avg_sq"]));
        }
        Assert.True(moved > stored.Parameters.Count / 2, $"only {moved} tensors were shuffled");
    }

    [Fact]
    public void Should_load_nothing_into_a_fresh_optimizer()
    {
        using var loaded = Load(Source(OptimizerKind.Adam), OptimizerStart.Fresh, OptimizerKind.Adam);
        Assert.All(loaded.Parameters.Values.SelectMany(parameter => parameter.Tensors.Values), tensor => Assert.All(Values(tensor), value => Assert.Equal(0, value)));
    }

    /// <summary>The start step is the one of the settings (and of the run's record), also where a memory with steps of its own is loaded.</summary>
    [Fact]
    public void Should_start_to_count_where_the_settings_say()
    {
        using var loaded = Load(Source(OptimizerKind.Adam), new OptimizerStart(History.All), OptimizerKind.Adam);
        Assert.All(loaded.Parameters.Values, parameter => Assert.Equal(0, parameter.Step));
    }

    /// <summary>The settings of a run, put together as the golden traces were: buffer 2, moments 0.05 and 0.01, gradient 0.5.</summary>
    [Theory]
    [InlineData("octl_sgd_buf2.0_mu0.99_plain_lr1e-3", OptimizerKind.Sgd, "")]
    [InlineData("octl_adam_paper_m0.05_v0.01_step100_b0.99_0.999", OptimizerKind.Adam, "")]
    [InlineData("octl_adam_released_m0.05_v0.01_step100_b0.9_0.999", OptimizerKind.Adam, "beta1=0.9")]
    [InlineData("octl_adam_laststep6000_m0.05_v0.01_b0.99_0.999", OptimizerKind.Adam, "start-step=6000")]
    public void Should_make_the_updates_of_the_golden_traces(string golden, OptimizerKind kind, string option)
    {
        var rows = File.ReadLines("goldens/optimizer_goldens.tsv").Select(line => line.Split('\t')).Where(cells => cells[0] == golden)
            .Select(cells => (Gradient: Number(cells[2]), After: Number(cells[5]))).ToList();
        Assert.Equal(5, rows.Count);
        var start = Adapting.Method("octl", kind, option.Length == 0 ? [] : [option]).Start;
        var source = Source(kind, memory => memory switch { "momentum_buffer" => 2, "exp_avg" => 0.05f, _ => 0.01f });
        using var network = NetworkFactory.Load(TinySites.Task, CPU, source.Checkpoint.ModelPath);
        using var optimizer = Create(network, start, kind);
        OptimizerHistory.Load(optimizer, start, source, kind, Seed);
        using (no_grad()) optimizer.Flat.Values.fill_(1);
        optimizer.LearningRate = 1e-3;
        foreach (var (gradient, after) in rows)
        {
            optimizer.Flat.Gradients.fill_(gradient);
            optimizer.Step();
            using var last = network.NamedParameters()[0].Parameter.detach().flatten()[0];
            Assert.Equal(after, last.item<float>(), 1e-6);
        }
    }

    [Fact]
    public void Should_refuse_another_optimizers_memory_and_say_what_to_do()
    {
        var fault = Assert.Throws<InputException>(() => Adapting.Run(sites,
            Adapting.Settings(Adapting.Method("octl", OptimizerKind.Sgd), OptimizerKind.Sgd), sites.Pretrain("source"), "run"));
        Assert.Contains("holds the memory of adam, but this run uses sgd", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--optimizer adam", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_source_without_memory_and_say_what_to_do()
    {
        var source = Source(OptimizerKind.Adam, keep: false);
        var fault = Assert.Throws<InputException>(() => Load(source, Octl.Method(OptimizerKind.Adam).Start, OptimizerKind.Adam));
        Assert.Contains("holds no optimizer memory", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(History.FirstMoment)]
    [InlineData(History.SecondMoment)]
    public void Should_refuse_adams_moments_for_sgd(History history)
    {
        var fault = Assert.Throws<InputException>(() => Load(Source(OptimizerKind.Sgd), new OptimizerStart(history), OptimizerKind.Sgd));
        Assert.Contains("history", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A source model; its memory replaced by constants, or taken away.</summary>
    SourceModel Source(OptimizerKind kind, Func<string, float>? memory = null, bool keep = true)
    {
        var model = SourceModel.Open(sites.Pretrain("source", kind));
        if (memory is null && keep) return model;
        string changed = sites.File("changed-source");
        var folder = new RunFolder(changed);
        folder.SaveCheckpoint(RunFolder.Last, new ChangedMemory(model.Checkpoint, key => keep ? memory!(key) : null), model.Checkpoint.State);
        return model with { Checkpoint = folder.NewestCheckpoint(RunFolder.Last)! };
    }

    static OptimizerState Load(SourceModel source, OptimizerStart start, OptimizerKind kind)
    {
        using var network = NetworkFactory.Load(TinySites.Task, CPU, source.Checkpoint.ModelPath);
        using var optimizer = Create(network, start, kind);
        OptimizerHistory.Load(optimizer, start, source, kind, Seed);
        return optimizer.Export();
    }

    static Optimizer Create(Network network, OptimizerStart start, OptimizerKind kind)
    {
        var plain = new OptimizerSettings(kind);
        var settings = plain with
        {
            Momentum = start.Momentum ?? plain.Momentum,
            Nesterov = start.Nesterov ?? plain.Nesterov,
            Beta1 = start.Beta1 ?? plain.Beta1,
            Beta2 = start.Beta2 ?? plain.Beta2,
            StartStep = start.Step ?? 0,
        };
        return settings.Create(network, TrainableSet.All.Select(network));
    }

    static float[] Values(Tensor tensor) => tensor.data<float>().ToArray();

    static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>A checkpoint's model with another memory: each tensor filled with a number, or left out.</summary>
    sealed class ChangedMemory(Checkpoint source, Func<string, float?> memory) : ILearner
    {
        public Device Device => CPU;

        public bool IsFinite => true;

        public void Save(string folder)
        {
            File.Copy(source.ModelPath, Path.Combine(folder, Checkpoint.Model));
            using var stored = source.LoadOptimizer();
            using var changed = new OptimizerState(stored.Kind);
            foreach (var (name, parameter) in stored.Parameters)
                changed.Add(name, new ParameterState(parameter.Step, parameter.Tensors.Where(entry => memory(entry.Key) is not null)
                    .ToDictionary(entry => entry.Key, entry => full_like(entry.Value, memory(entry.Key)!.Value))));
            OptimizerStateFile.Save(changed, Path.Combine(folder, Checkpoint.OptimizerFile));
        }

        public void Load(string folder) => throw new NotSupportedException();

        public void BeginTraining() => throw new NotSupportedException();

        public StepResult Step(Batch batch, StepContext at) => throw new NotSupportedException();

        public void Dispose() { }
    }
}
