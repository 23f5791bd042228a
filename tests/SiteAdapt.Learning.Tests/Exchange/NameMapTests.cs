using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public sealed class NameMapTests
{
    [Fact]
    public void Should_take_the_exact_name_then_the_longest_beginning_then_the_name_itself()
    {
        var map = NameMap.Parse("# a comment\n\na.*\tfirst.*\na.b.*\tsecond.*\na.b.weight\tthird\n", "t");
        Assert.Equal(["third", "second.bias", "first.c", "other"], new[] { "a.b.weight", "a.b.bias", "a.c", "other" }.Select(map.NameInFile));
        Assert.Equal("a.c", map.Reversed(["a.c"])["first.c"]);
    }

    [Theory]
    [InlineData("one", "line 1: has 1 columns")]
    [InlineData("a\tb\na\tc", "line 2: gives 'a' a second time")]
    [InlineData("a.*\tb", "* at the end of one name only")]
    [InlineData("a\t", "columns")]
    public void Should_refuse_a_table_naming_the_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => NameMap.Parse(text, "t.tsv")).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_refuse_two_tensors_of_one_name() =>
        Assert.Contains("a and b would both be 'c'", Assert.Throws<InputException>(() => NameMap.Parse("a\tc\nb\tc", "t").Reversed(["a", "b"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_bring_tables_along()
    {
        Assert.Equal(["data-parallel", "densenet121-published", "lightning"], NameMap.Shipped);
        Assert.Equal("module.init_path.0.weight", NameMap.Load("data-parallel").NameInFile("init_path.0.weight"));
        Assert.Contains("nothing.tsv", Assert.Throws<InputException>(() => NameMap.Load("nothing.tsv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_give_the_published_densenets_names()
    {
        var map = NameMap.Load("densenet121-published");
        Assert.Equal("features.denseblock4.denselayer16.conv.2.weight", map.NameInFile("features.denseblock4.denselayer16.conv2.weight"));
        Assert.Equal("features.denseblock1.denselayer1.norm.1.running_var", map.NameInFile("features.denseblock1.denselayer1.norm1.running_var"));
        Assert.Equal("features.denseblock1.denselayer10.norm.1.bias", map.NameInFile("features.denseblock1.denselayer10.norm.1.bias")); // no such layer: as it is
        Assert.Equal("features.transition1.conv.weight", map.NameInFile("features.transition1.conv.weight"));
        using var network = new DenseNet121(new DenseNetSettings());
        Assert.Equal(4 * 58, network.State().Count(entry => entry.Name.EndsWith(".weight", StringComparison.Ordinal) && map.NameInFile(entry.Name) != entry.Name));
    }
}
