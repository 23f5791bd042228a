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
        (AdaptationMethod, AdaptationMethod)[] conflicts =
        [
            (plain with { Mix = new(MixShape.Paper) }, plain with { Mix = new(MixShape.Published) }),
            (plain with { Start = new(History.All) }, plain with { Start = new(History.FirstMoment) }),
            (plain with { Gates = new() }, plain with { Gates = new(Soft: true) }),
            (plain with { Penalty = new(0.1) }, plain with { Penalty = new(0.2) }),
        ];
        foreach (var (a, b) in conflicts) Assert.Throws<InputException>(() => AdaptationMethod.Merge(a, b));
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
