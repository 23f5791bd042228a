using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

public class AdaptationMethodTests
{
    static AdaptationMethod Find(string name) => MethodCatalog.Find(name, OptimizerKind.Adam);

    [Fact]
    public void Should_merge_in_any_order_to_the_same_method_but_for_the_name()
    {
        int merged = 0;
        foreach (string a in MethodCatalog.Names)
            foreach (string b in MethodCatalog.Names)
            {
                var (there, back) = (Try(a, b), Try(b, a));
                Assert.Equal(there is null, back is null);
                if (there is null || back is null) continue;
                Assert.Equal($"{a}+{b}", there.Name);
                Assert.Equal(there, back with { Name = there.Name });
                merged++;
            }
        Assert.InRange(merged, MethodCatalog.Names.Count, MethodCatalog.Names.Count * MethodCatalog.Names.Count - 1);
    }

    [Fact]
    public void Should_take_every_choice_from_the_method_that_makes_it()
    {
        var method = Find("mmtl+octl+l2sp+fine-tune-first");
        Assert.Equal(Find("mmtl").Mix, method.Mix);
        Assert.Equal(Find("octl").Start, method.Start);
        Assert.Equal(Find("l2sp").Penalty, method.Penalty);
        Assert.Equal(TrainableSet.First, method.Trainable);
        Assert.Equal("mmtl+octl+l2sp+fine-tune-first", method.Name);
    }

    [Fact]
    public void Should_change_nothing_when_merged_with_fine_tune_all_or_itself()
    {
        foreach (string name in MethodCatalog.Names)
        {
            var method = Find(name);
            Assert.Equal(method, AdaptationMethod.Merge(method, FineTuneAll.Method) with { Name = name });
            Assert.Equal(method, AdaptationMethod.Merge(method, method) with { Name = name });
        }
    }

    [Theory]
    [InlineData("fine-tune-first", "fine-tune-last", "trainable set")]
    [InlineData("none", "fine-tune-first", "trainable set")]
    public void Should_refuse_two_different_choices_for_one_field(string a, string b, string field)
    {
        var fault = Assert.Throws<InputException>(() => Find($"{a}+{b}"));
        Assert.Contains($"'{a}' and '{b}' cannot be combined: both set the {field}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_conflicts_in_every_field()
    {
        var plain = new AdaptationMethod { Name = "a" };
        (string Field, AdaptationMethod, AdaptationMethod)[] conflicts =
        [
            ("batch mix", plain with { Mix = new(MixShape.Paper) }, plain with { Mix = new(MixShape.Published) }),
            ("optimizer start", plain with { Start = new(History.All) }, plain with { Start = new(History.FirstMoment) }),
            ("gates", plain with { Gates = new() }, plain with { Gates = new(Soft: true) }),
            ("penalty", plain with { Penalty = new(0.1) }, plain with { Penalty = new(0.2) }),
            ("finish", plain with { Finish = new(1) }, plain with { Finish = new(2) }),
            ("adversary", plain with { Adversary = new() }, plain with { Adversary = new() { Weight = 1 } }),
        ];
        foreach (var (field, a, b) in conflicts)
            Assert.Contains($"both set the {field} (", Assert.Throws<InputException>(() => AdaptationMethod.Merge(a, b)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", false, false, false)]
    [InlineData("adabn", false, true, false)]
    [InlineData("adaptsegnet", true, true, false)]
    [InlineData("fine-tune-first", true, true, true)]
    [InlineData("fine-tune-all", true, true, true)]
    public void Should_say_what_of_the_target_it_looks_at(string name, bool trains, bool usesTarget, bool usesLabels)
    {
        var method = Find(name);
        Assert.Equal((trains, usesTarget, usesLabels), (method.Trains, method.UsesTarget, method.UsesTargetLabels));
    }

    static AdaptationMethod? Try(string a, string b)
    {
        try
        {
            return Find($"{a}+{b}");
        }
        catch (InputException)
        {
            return null;
        }
    }
}
