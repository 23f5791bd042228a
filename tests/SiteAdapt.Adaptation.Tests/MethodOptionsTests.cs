using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

public class MethodOptionsTests
{
    static readonly AdaptationMethod Plain = new() { Name = "plain" };

    static AdaptationMethod SpotTune(SpotTuneSettings gates) => Plain with { Gates = gates };

    static AdaptationMethod Base(string setting) => setting.Split('-', '=') switch
    {
        ["spottune", ..] => SpotTune(new()),
        ["l2sp", "beta" or "decoupled", ..] => L2Sp.Method,
        _ => Plain,
    };

    public static TheoryData<string, AdaptationMethod> Good() => new()
    {
        { "mix=target-only", Plain },
        { "mix=paper", Plain with { Mix = new MixSchedule(MixShape.Paper) } },
        { "mix=published", Plain with { Mix = new MixSchedule(MixShape.Published) } },
        { "mix=constant:0.25", Plain with { Mix = new MixSchedule(MixShape.Constant, 0.25) } },
        { "mix-first=2", Plain with { Mix = Plain.Mix with { First = 2 } } },
        { "target-stream=last2", Plain with { Mix = Plain.Mix with { Stream = TargetStream.Last2 } } },
        { "target-stream=target", Plain },
        { "history=none", Plain },
        { "history=all", Plain with { Start = new OptimizerStart(History.All) } },
        { "history=first-moment", Plain with { Start = new OptimizerStart(History.FirstMoment) } },
        { "history=second-moment", Plain with { Start = new OptimizerStart(History.SecondMoment) } },
        { "history-change=keep", Plain },
        { "history-change=shuffle", Plain with { Start = new OptimizerStart(Change: HistoryChange.Shuffle) } },
        { "history-change=flip", Plain with { Start = new OptimizerStart(Change: HistoryChange.Flip) } },
        { "momentum=0.5", Plain with { Start = new OptimizerStart(Momentum: 0.5) } },
        { "nesterov=false", Plain with { Start = new OptimizerStart(Nesterov: false) } },
        { "beta1=0.99", Plain with { Start = new OptimizerStart(Beta1: 0.99) } },
        { "beta2=0.9999", Plain with { Start = new OptimizerStart(Beta2: 0.9999) } },
        { "start-step=6000", Plain with { Start = new OptimizerStart(Step: 6000) } },
        { "trainable=norm", Plain with { Trainable = new TrainableSet("norm") } },
        { "trainable=up1,up2", Plain with { Trainable = new TrainableSet("up1,up2") } },
        { "l2sp-alpha=0.01", Plain with { Penalty = new L2SpPenalty(0.01) } },
        { "l2sp-beta=0.5", L2Sp.Method with { Penalty = new L2SpPenalty(0.1, Beta: 0.5) } },
        { "l2sp-decoupled=true", L2Sp.Method with { Penalty = new L2SpPenalty(0.1, Decoupled: true) } },
        { "spottune-k=0.01", SpotTune(new() { K = 0.01 }) },
        { "spottune-k=tuned", SpotTune(new() { K = null }) },
        { "spottune-gates=soft", SpotTune(new() { Soft = true }) },
        { "spottune-gates=hard", SpotTune(new()) },
        { "spottune-shortcut0=true", SpotTune(new() { GateShortcut0 = true }) },
        { "spottune-policy-optimizer=sgd", SpotTune(new() { PolicyOptimizer = OptimizerKind.Sgd }) },
        { "spottune-frozen-norm=eval", SpotTune(new() { FrozenNorm = FrozenNorm.Eval }) },
        { "norm=source-statistics", Plain with { Norm = NormPolicy.SourceStatistics } },
        { "norm=train", Plain },
        { "finish=keep", Plain },
        { "finish=target-statistics", Plain with { Finish = new NormFinish(1) } },
        { "finish-passes=10", Plain with { Finish = new NormFinish(10) } },
        { "adversary-weight=0.01", Plain with { Adversary = new AdversarySettings { Weight = 0.01 } } },
        { "adversary-auxiliary-weight=0", Plain with { Adversary = new AdversarySettings { AuxiliaryWeight = 0 } } },
        { "auxiliary-weight=0.2", Plain with { Adversary = new AdversarySettings { AuxiliarySegmentationWeight = 0.2 } } },
        { "discriminator-width=8", Plain with { Adversary = new AdversarySettings { DiscriminatorWidth = 8 } } },
        { "discriminator-learning-rate=1e-5", Plain with { Adversary = new AdversarySettings { DiscriminatorLearningRate = 1e-5 } } },
        { "adversary-weight-decay=5e-4", Plain with { Adversary = new AdversarySettings { WeightDecay = 5e-4 } } },
        { "adversary-poly=true", Plain with { Adversary = new AdversarySettings { Poly = true } } },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Should_change_one_field(string setting, AdaptationMethod expected) =>
        Assert.Equal(expected, MethodOptions.Apply(Base(setting), [setting]));

    [Fact]
    public void Should_refuse_details_of_what_a_method_does_not_have()
    {
        Assert.Contains("Use --method l2sp", Assert.Throws<InputException>(() => MethodOptions.Apply(Plain, ["l2sp-beta=1"])).Message, StringComparison.Ordinal);
        var fault = Assert.Throws<InputException>(() => MethodOptions.Apply(Plain, ["spottune-k=0.01"]));
        Assert.Contains("'plain' is not it. Use --method spottunet", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_test_every_option() =>
        Assert.Equal(MethodOptions.All.Select(option => option.Name).Order(), Good().Select(row => ((string)row[0]).Split('=')[0]).Distinct().Order());

    [Theory]
    [InlineData("mix=half")]
    [InlineData("mix=constant")]
    [InlineData("mix=constant:")]
    [InlineData("mix=constant:1.5")]
    [InlineData("mix=constant:0.5:1")]
    [InlineData("mix=")]
    [InlineData("mix=1")]
    [InlineData("mix-first=-1")]
    [InlineData("mix-first=1.5")]
    [InlineData("target-stream=source")]
    [InlineData("history=-1")]
    [InlineData("history=+1")]
    [InlineData("history=none,all")]
    [InlineData("history=firstmoment")]
    [InlineData("history-change=turn")]
    [InlineData("momentum=1.01")]
    [InlineData("momentum=-0.1")]
    [InlineData("momentum=NaN")]
    [InlineData("momentum=0,9")]
    [InlineData("nesterov=yes")]
    [InlineData("beta1=Infinity")]
    [InlineData("beta2=")]
    [InlineData("start-step=1e3")]
    [InlineData("start-step=99999999999")]
    [InlineData("l2sp-alpha=-1")]
    [InlineData("l2sp-alpha=Infinity")]
    [InlineData("l2sp-beta=a")]
    [InlineData("l2sp-decoupled=1")]
    [InlineData("spottune-k=-0.1")]
    [InlineData("spottune-k=Tuned")]
    [InlineData("spottune-gates=1")]
    [InlineData("spottune-shortcut0=0")]
    [InlineData("spottune-policy-optimizer=Adam")]
    [InlineData("spottune-frozen-norm=source-statistics")]
    [InlineData("norm=eval")]
    [InlineData("finish=target")]
    [InlineData("finish-passes=0")]
    [InlineData("adversary-weight=-1")]
    [InlineData("discriminator-width=0")]
    [InlineData("adversary-poly=1")]
    public void Should_refuse_a_bad_value_and_say_what_is_expected(string setting)
    {
        string name = setting.Split('=')[0];
        var fault = Assert.Throws<InputException>(() => MethodOptions.Apply(Base(setting), [setting]));
        Assert.Contains($"{name} is '{setting[(name.Length + 1)..]}'; expected {MethodOptions.All.Single(option => option.Name == name).Values}",
            fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alpha=1")]
    [InlineData("mix")]
    [InlineData("=paper")]
    [InlineData("")]
    public void Should_refuse_an_unknown_name_and_list_the_known(string setting)
    {
        var fault = Assert.Throws<InputException>(() => MethodOptions.Apply(Plain, [setting]));
        Assert.Contains($"'{setting}'", fault.Message, StringComparison.Ordinal);
        Assert.All(MethodOptions.All, option => Assert.Contains(option.Name, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_apply_settings_in_their_order_and_leave_other_fields()
    {
        var method = MethodOptions.Apply(Octl.Method(OptimizerKind.Adam), ["beta1=0.5", "mix-first=1", "mix=paper", "beta1=0.9"]);
        Assert.Equal(0.9, method.Start.Beta1);
        Assert.Equal(100, method.Start.Step);
        Assert.Equal(new MixSchedule(MixShape.Paper, First: 1), method.Mix);
    }

    [Theory]
    [InlineData("l2sp-decoupled=true", "l2sp-alpha=0.5")]
    [InlineData("finish-passes=10", "finish=target-statistics")]
    [InlineData("adversary-poly=true", "adversary-weight=0.5")]
    [InlineData("mix-first=1", "mix=constant:0.5")]
    public void Should_keep_what_was_set_before_beside_it(string first, string second)
    {
        var start = Plain with { Penalty = new L2SpPenalty(0.1) };
        Assert.Equal(MethodOptions.Apply(start, [second, first]), MethodOptions.Apply(start, [first, second]));
        Assert.NotEqual(MethodOptions.Apply(start, [second]), MethodOptions.Apply(start, [first, second]));
    }
}
