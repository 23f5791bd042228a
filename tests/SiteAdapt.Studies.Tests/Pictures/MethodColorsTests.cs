namespace SiteAdapt.Studies.Tests;

public sealed class MethodColorsTests
{
    static readonly string[] Methods =
        ["none", "adabn", "adaptsegnet", "fine-tune-all", "fine-tune-first", "fine-tune-last", "l2sp", "spottunet", "octl", "mmtl", "all-target-data"];

    [Fact]
    public void Should_give_each_method_a_colour_of_its_own() =>
        Assert.Equal(Methods.Length, Methods.Select(MethodColors.Of).Append(MethodColors.Reference).Distinct().Count() - 1);

    [Fact]
    public void Should_give_a_newcomer_always_the_same_colour()
    {
        Assert.Equal(MethodColors.Of("newcomer"), MethodColors.Of("newcomer"));
        Assert.DoesNotContain(MethodColors.Of("newcomer"), Methods.Select(MethodColors.Of));
    }
}
