using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>A setting that would change nothing is refused, with what would; what makes sense is not.</summary>
public class MethodCheckTests
{
    [Theory]
    [InlineData("fine-tune-all", "momentum=0.9", OptimizerKind.Adam, "momentum and nesterov are SGD's")]
    [InlineData("fine-tune-all", "nesterov=false", OptimizerKind.Adam, "momentum and nesterov are SGD's")]
    [InlineData("fine-tune-all", "beta1=0.9", OptimizerKind.Sgd, "beta1, beta2 and start-step are Adam's")]
    [InlineData("fine-tune-all", "beta2=0.9", OptimizerKind.Sgd, "beta1, beta2 and start-step are Adam's")]
    [InlineData("fine-tune-all", "start-step=1", OptimizerKind.Sgd, "beta1, beta2 and start-step are Adam's")]
    [InlineData("fine-tune-all", "mix-first=2", OptimizerKind.Sgd, "mix-first and target-stream change a mix with source samples")]
    [InlineData("fine-tune-all", "target-stream=last2", OptimizerKind.Sgd, "mix-first and target-stream change a mix with source samples")]
    [InlineData("fine-tune-all", "history-change=shuffle", OptimizerKind.Sgd, "history-change changes a loaded history")]
    [InlineData("spottunet+all-target-data", "", OptimizerKind.Sgd, "SpotTUNet's frozen copy is the source model")]
    [InlineData("spottunet", "trainable=first", OptimizerKind.Sgd, "the trainable set must be all, not first")]
    [InlineData("spottunet", "finish=target-statistics", OptimizerKind.Sgd, "set finish=keep")]
    [InlineData("none", "l2sp-alpha=0.1", OptimizerKind.Sgd, "nothing is trained")]
    [InlineData("adabn", "history=all", OptimizerKind.Sgd, "nothing is trained")]
    [InlineData("adaptsegnet", "mix=paper", OptimizerKind.Sgd, "adversarial learning needs samples of both sites in every batch")]
    [InlineData("adaptsegnet", "target-stream=last2", OptimizerKind.Sgd, "adversarial learning needs samples of both sites in every batch")]
    [InlineData("adaptsegnet", "history=all", OptimizerKind.Sgd, "the auxiliary output has no history")]
    [InlineData("adaptsegnet", "start-step=1", OptimizerKind.Adam, "the auxiliary output has no history")]
    [InlineData("adaptsegnet", "trainable=norm", OptimizerKind.Sgd, "adversarial learning trains the whole network")]
    [InlineData("adaptsegnet", "l2sp-alpha=0.1", OptimizerKind.Sgd, "l2sp pulls to source weights")]
    [InlineData("adaptsegnet+spottunet", "", OptimizerKind.Sgd, "adversarial learning trains one plain network")]
    [InlineData("adaptsegnet+all-target-data", "", OptimizerKind.Sgd, "adversarial learning starts from the source model")]
    public void Should_refuse_what_changes_nothing(string name, string setting, OptimizerKind optimizer, string reason)
    {
        var method = Method(name, setting, optimizer);
        var fault = Assert.Throws<InputException>(() => MethodCheck.Require(method, optimizer));
        // One fault makes one line.
        Assert.Matches($@"^'{System.Text.RegularExpressions.Regex.Escape(name)}' cannot be run like that:\n  [^\n]*{System.Text.RegularExpressions.Regex.Escape(reason)}[^\n]*$", fault.Message);
    }

    [Fact]
    public void Should_name_every_fault()
    {
        var method = Method("fine-tune-all", "momentum=0.9", OptimizerKind.Adam) with { Mix = new MixSchedule(MixShape.TargetOnly, First: 1) };
        Assert.Equal(3, Assert.Throws<InputException>(() => MethodCheck.Require(method, OptimizerKind.Adam)).Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("fine-tune-all", "momentum=0.9", OptimizerKind.Sgd)]
    [InlineData("fine-tune-all", "nesterov=true", OptimizerKind.Sgd)]
    [InlineData("fine-tune-all", "beta1=0.9", OptimizerKind.Adam)]
    [InlineData("fine-tune-all", "start-step=1", OptimizerKind.Adam)]
    [InlineData("mmtl", "mix-first=2", OptimizerKind.Sgd)]
    [InlineData("mmtl", "target-stream=last2", OptimizerKind.Sgd)]
    [InlineData("octl", "history-change=shuffle", OptimizerKind.Sgd)]
    [InlineData("spottunet", "trainable=all", OptimizerKind.Sgd)]
    [InlineData("fine-tune-all", "finish=target-statistics", OptimizerKind.Sgd)]
    [InlineData("fine-tune-first+all-target-data", "", OptimizerKind.Sgd)]
    [InlineData("adabn", "finish-passes=10", OptimizerKind.Sgd)]
    [InlineData("adaptsegnet", "mix=constant:0.25", OptimizerKind.Sgd)]
    [InlineData("adaptsegnet", "finish=target-statistics", OptimizerKind.Adam)]
    public void Should_take_what_changes_something(string name, string setting, OptimizerKind optimizer) => MethodCheck.Require(Method(name, setting, optimizer), optimizer);

    [Fact]
    public void Should_take_every_method_of_the_catalog()
    {
        foreach (string name in MethodCatalog.Names)
            foreach (var optimizer in Enum.GetValues<OptimizerKind>())
                MethodCheck.Require(MethodCatalog.Find(name, optimizer), optimizer);
    }

    static AdaptationMethod Method(string name, string setting, OptimizerKind optimizer) =>
        MethodOptions.Apply(MethodCatalog.Find(name, optimizer), setting.Length == 0 ? [] : [setting]);
}
