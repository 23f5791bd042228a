using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>Runs that were stopped and continued end with the bytes of one that was not.</summary>
public sealed class ExactResumeTests : IDisposable
{
    readonly TinySites sites = new();

    public void Dispose() => sites.Dispose();

    public static TheoryData<string, string, OptimizerKind> Methods()
    {
        var data = new TheoryData<string, string, OptimizerKind>();
        foreach (var optimizer in Enum.GetValues<OptimizerKind>())
        {
            foreach (string name in new[] { "fine-tune-all", "fine-tune-first", "fine-tune-last", "l2sp", "octl", "mmtl", "mmtl+octl", "all-target-data" })
                data.Add(name, "", optimizer);
            data.Add("l2sp", "l2sp-decoupled=true", optimizer);
            data.Add("fine-tune-all", "norm=source-statistics", optimizer);
            data.Add("mmtl", "finish=target-statistics", optimizer);
            data.Add("adaptsegnet", "discriminator-width=2", optimizer);
            data.Add("spottunet", "", optimizer);
            data.Add("mmtl+octl+spottunet", "spottune-policy-optimizer=sgd", optimizer);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Should_end_with_the_same_bytes_when_stopped_anywhere(string method, string option, OptimizerKind optimizer) =>
        // Before the first checkpoint (twice, as a continued run too), inside an epoch, at its end, before the last step.
        Interrupt(method, option, optimizer, TinySites.Training, [0, 0, 1, 3, 5]);

    [SlowFact]
    public void Should_end_with_the_same_bytes_when_stopped_at_every_step()
    {
        var training = TinySites.Training with { CheckpointEvery = 2, Epochs = 3, StepsPerEpoch = 5 };
        foreach (object[] row in Methods())
            Interrupt((string)row[0], (string)row[1], (OptimizerKind)row[2], training, [.. Enumerable.Range(0, training.TotalSteps)]);
    }

    [Fact]
    public void Should_give_the_same_bytes_to_the_same_command()
    {
        string source = sites.Pretrain("source");
        var settings = Adapting.Settings(Adapting.Method("mmtl", OptimizerKind.Adam), OptimizerKind.Adam);
        Adapting.Run(sites, settings, source, "one");
        Adapting.Run(sites, settings, source, "two");
        Assert.Equal(sites.Bytes("one"), sites.Bytes("two"));
        Adapting.Run(sites, settings with { Training = settings.Training with { Seed = 6 } }, source, "other");
        Assert.NotEqual(sites.Bytes("one"), sites.Bytes("other"));
    }

    void Interrupt(string name, string option, OptimizerKind optimizer, TrainingSettings training, int[] stops)
    {
        bool adversarial = name == "adaptsegnet";
        string source = $"source-{optimizer}-{adversarial}";
        source = Directory.Exists(sites.File(source)) ? sites.File(source) : sites.Pretrain(source, optimizer, task: adversarial ? Adapting.WideTask : null);
        var method = Adapting.Method(name, optimizer, option.Length == 0 ? [] : [option]);
        var settings = Adapting.Settings(method, optimizer, training);
        string whole = $"{name}-{option}-{optimizer}-whole", parts = $"{name}-{option}-{optimizer}-parts";
        Adapting.Run(sites, settings, source, whole);
        foreach (int stop in stops)
        {
            using var stopAt = new StopAt(stop);
            var options = sites.Options(parts) with { Progress = stopAt };
            var stopped = Assert.Throws<InterruptedRunException>(() => Adapting.Run(sites, settings, source, parts, options, stopAt.Token));
            Assert.Contains($"at step {stop} of {training.TotalSteps}", stopped.Message, StringComparison.Ordinal);
        }
        Adapting.Run(sites, settings, source, parts);
        Assert.Equal(sites.Bytes(whole), sites.Bytes(parts));
    }
}
