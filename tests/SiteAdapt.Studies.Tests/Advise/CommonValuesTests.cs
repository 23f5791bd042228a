namespace SiteAdapt.Studies.Tests;

public sealed class CommonValuesTests
{
    [Fact]
    public void Should_keep_what_all_methods_have_and_say_what_is_left_out()
    {
        Dictionary<string, double> none = new() { ["a"] = 0.1, ["b"] = 0.2, ["c"] = 0.3 }, octl = new() { ["a"] = 0.5, ["b"] = double.NaN };
        var common = CommonValues.Of([("none", none), ("octl", octl)]);
        Assert.Equal(0.1, Assert.Single(common.Cut(none)).Value);
        Assert.Equal(0.5, Assert.Single(common.Cut(octl)).Value);
        Assert.Equal("2 of 3 held-out parts of the target left out of every number (b, c), because not every method has a finite score there: octl lacks 2", common.LeftOut("the target"));
    }

    [Fact]
    public void Should_say_nothing_where_nothing_is_left_out()
    {
        Assert.Null(CommonValues.Of([("none", new() { ["a"] = 0.1 }), ("octl", new() { ["a"] = 0.2 })]).LeftOut("the target"));
        Assert.Null(CommonValues.Of([("none", new()), ("octl", new())]).LeftOut("the source"));
    }
}
