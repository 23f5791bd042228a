using SiteAdapt.Data;
using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>Models and optimizer memories of another program become run folders; what does not fit is named.</summary>
public sealed class ModelImportTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly Network network = NetworkFactory.Create(TinySites.Task, CPU, new RandomStream(7, "foreign"));

    public void Dispose()
    {
        network.Dispose();
        folder.Dispose();
    }

    string Weights => folder.File("weights.safetensors");

    string Memory => folder.File("memory.safetensors");

    ImportSettings Settings => new() { Weights = Weights, Task = TinySites.Task, Sites = ["there"] };

    void WriteWeights(Func<string, string>? rename = null) =>
        SafetensorsFile.Write(Weights, network.State().Select(entry => SafetensorsTorch.Source((rename ?? (name => name))(entry.Name), entry.Tensor)));

    /// <summary>A memory as the snippet writes it: every tensor holds its parameter's index + 1.</summary>
    void WriteMemory(string kind, string settings, Func<string, string>? rename = null, params string[] keys)
    {
        var sources = new List<SafetensorsSource>();
        foreach (var ((name, parameter), i) in network.NamedParameters().Select((entry, i) => (entry, i)))
        {
            string theirs = (rename ?? (n => n))(name);
            sources.Add(SafetensorsSource.From($"step:{theirs}", SafetensorsType.I64, [], BitConverter.GetBytes(123L)));
            foreach (string key in keys) sources.Add(SafetensorsTorch.Source($"{key}:{theirs}", full(parameter.shape, i + 1.0f)));
        }
        SafetensorsFile.Write(Memory, sources, new Dictionary<string, string> { ["optimizer"] = kind, ["settings"] = settings });
    }

    (RunRecord Record, Checkpoint Checkpoint) Import(ImportSettings settings)
    {
        ModelImport.Run(settings, new RunFolder(folder.File("run")), CPU);
        return RunFolder.OpenFinished(folder.File("run"));
    }

    InputException Refused(ImportSettings settings)
    {
        var fault = Assert.Throws<InputException>(() => Import(settings));
        Assert.False(File.Exists(folder.File("run", "done.json")));
        return fault;
    }

    [Fact]
    public void Should_take_weights_and_adams_memory_under_mapped_names()
    {
        static string Theirs(string name) => "module." + name;
        WriteWeights(Theirs);
        WriteMemory("adamw", """{"betas": [0.8, 0.95], "lr": 0.01}""", Theirs, "exp_avg", "exp_avg_sq");
        var (record, checkpoint) = Import(Settings with { OptimizerState = Memory, Names = NameMap.Load("data-parallel"), NamesLabel = "data-parallel" });
        Assert.Equal((OptimizerKind.Adam, 0.8, 0.95), (record.Optimizer.Kind, record.Optimizer.Beta1, record.Optimizer.Beta2));
        Assert.Equal(["there"], record.Data.Sites);
        Assert.True(record.HasUnknownSubjects);
        using var loaded = NetworkFactory.Load(record, checkpoint, CPU);
        foreach (var ((name, expected), (_, actual)) in network.State().Zip(loaded.State())) Assert.True(expected.equal(actual).all().item<bool>(), name);
        using var memory = checkpoint.LoadOptimizer();
        foreach (var ((name, _), i) in network.NamedParameters().Select((entry, i) => (entry, i)))
        {
            Assert.Equal(123, memory.Parameters[name].Step);
            Assert.Equal(i + 1, memory.Parameters[name].Tensors["exp_avg"].max().item<float>());
            Assert.Equal(i + 1, memory.Parameters[name].Tensors["exp_avg_sq"].min().item<float>());
        }
    }

    [Fact]
    public void Should_take_sgds_buffer_and_settings()
    {
        WriteWeights();
        WriteMemory("sgd", """{"momentum": 0.95, "nesterov": false, "dampening": 0, "maximize": false}""", null, "momentum_buffer");
        var (record, checkpoint) = Import(Settings with { OptimizerState = Memory });
        Assert.Equal((OptimizerKind.Sgd, 0.95, false), (record.Optimizer.Kind, record.Optimizer.Momentum, record.Optimizer.Nesterov));
        using var memory = checkpoint.LoadOptimizer();
        Assert.Equal(1, memory.Parameters["init_path.0.weight"].Tensors["momentum_buffer"].max().item<float>());
    }

    [Fact]
    public void Should_keep_no_memory_where_there_is_none_and_know_the_subjects()
    {
        WriteWeights();
        folder.Write("subjects.txt", "p1\np2\np1\n");
        var (record, checkpoint) = Import(Settings with { Optimizer = OptimizerKind.Sgd, Subjects = TrainingSubject.Read(folder.File("subjects.txt"), ["there"]) });
        using var memory = checkpoint.LoadOptimizer();
        Assert.Equal(("sgd", 0), (memory.Kind, memory.Parameters.Count));
        Assert.Equal(["p1", "p2"], record.Data.Cases.Select(item => item.Subject));
        Assert.False(record.HasUnknownSubjects);
    }

    [Theory]
    [InlineData("p1,elsewhere", "line 1: site 'elsewhere' is not one of --source (a, b)")]
    [InlineData("p1,a\np2", "line 2: is 'p2'; expected a subject, a comma, its site")]
    [InlineData("\n", "holds no subject")]
    public void Should_name_the_lines_of_a_subject_list_that_cannot_be_used(string text, string expected) => Assert.Contains(expected,
        Assert.Throws<InputException>(() => TrainingSubject.Read(folder.Write("subjects.txt", text), ["a", "b"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_name_file_tensor_shape_and_what_was_expected()
    {
        SafetensorsFile.Write(Weights, network.State().Where(entry => entry.Name != "shortcut0.bias").Select(entry =>
            SafetensorsTorch.Source(entry.Name, entry.Name == "init_path.0.weight" ? zeros(2, 1, 5, 5) : entry.Name == "shortcut1.bias" ? entry.Tensor.to(ScalarType.Int32) : entry.Tensor))
            .Append(SafetensorsTorch.Source("extra", zeros(3))));
        string message = Refused(Settings).Message;
        foreach (string part in new[] { Weights, "init_path.0.weight has shape [2, 1, 5, 5], expected [2, 1, 3, 3]", "shortcut0.bias is missing", "shortcut1.bias has the type I32, expected a floating type", "extra is not expected" })
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_leave_ignored_tensors_out()
    {
        SafetensorsFile.Write(Weights, network.State().Select(entry => SafetensorsTorch.Source(entry.Name, entry.Tensor)).Append(SafetensorsTorch.Source("auxiliary.weight", zeros(3))));
        Import(Settings with { Ignored = ["auxiliary."] });
    }

    [Theory]
    [InlineData("rmsprop", "{}", "memory of 'rmsprop'; expected adam, adamw or sgd")]
    [InlineData("sgd", """{"dampening": 0.5}""", "dampening of 0.5")]
    [InlineData("adam", """{"maximize": true}""", "maximized")]
    [InlineData("adam", """{"betas": [1.5, 0.9]}""", "betas is 1.5; expected 0 or more and below 1")]
    [InlineData("adam", "no json", "is not a JSON object")]
    public void Should_refuse_a_memory_that_means_something_else(string kind, string settings, string expected)
    {
        WriteWeights();
        WriteMemory(kind, settings, null, "exp_avg", "exp_avg_sq");
        var fault = Refused(Settings with { OptimizerState = Memory });
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains(Memory, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_parameters_without_memory_and_memory_without_parameter()
    {
        WriteWeights();
        WriteMemory("adam", "{}", name => name == "shortcut0.bias" ? "elsewhere.bias" : name, "exp_avg", "exp_avg_sq");
        Assert.Contains("has the memory of elsewhere.bias", Refused(Settings with { OptimizerState = Memory }).Message, StringComparison.Ordinal);
        Assert.Contains("shortcut0.bias is missing", Refused(Settings with { OptimizerState = Memory, Ignored = ["elsewhere"] }).Message, StringComparison.Ordinal);
        WriteMemory("adam", "{}", null, "exp_avg");
        Assert.Contains("has no exp_avg_sq", Refused(Settings with { OptimizerState = Memory }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_weights_that_are_not_finite()
    {
        using (no_grad()) network.get_parameter("shortcut0.bias")!.fill_(float.NaN);
        WriteWeights();
        Assert.Contains("not finite", Refused(Settings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_ask_what_a_classifiers_outputs_mean()
    {
        WriteWeights();
        Assert.Contains("--findings", Refused(Settings with { Task = TaskPresets.ChestXray }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_find_the_same_import_done_and_refuse_another_into_its_folder()
    {
        WriteWeights();
        Import(Settings);
        Import(Settings);
        Assert.Contains("data.sites", Assert.Throws<InputException>(() => Import(Settings with { Sites = ["elsewhere"] })).Message, StringComparison.Ordinal);
    }
}
