using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Adaptation.Tests;

public sealed class TrainableSetTests : IDisposable
{
    readonly Network network = NetworkFactory.Create(TinySites.Task, CPU, new RandomStream(1, "test"));

    public void Dispose() => network.Dispose();

    IEnumerable<string> All => network.NamedParameters().Select(parameter => parameter.Name);

    [Fact]
    public void Should_select_by_the_words()
    {
        Assert.Equal(All, TrainableSet.All.Select(network));
        Assert.Empty(TrainableSet.None.Select(network));
        Assert.Equal(All.Where(name => name.StartsWith("init_path.0.", StringComparison.Ordinal) || name.StartsWith("init_path.1.", StringComparison.Ordinal)),
            TrainableSet.First.Select(network));
        Assert.Equal(All.Where(name => name.StartsWith("out_path.2.", StringComparison.Ordinal) || name.StartsWith("out_path.3.", StringComparison.Ordinal)),
            TrainableSet.Last.Select(network));
        Assert.Equal(94, new TrainableSet("norm").Select(network).Count);
    }

    [Fact]
    public void Should_select_by_prefixes_in_the_order_of_the_network()
    {
        var names = new TrainableSet("shortcut0, down1.0").Select(network);
        Assert.Equal(All.Where(name => name.StartsWith("down1.0", StringComparison.Ordinal) || name.StartsWith("shortcut0", StringComparison.Ordinal)), names);
        Assert.Equal("shortcut0.bias", names[^1]);
    }

    [Fact]
    public void Should_train_what_is_new_under_every_rule_but_none()
    {
        static bool IsNew(string name) => name.StartsWith("out_path.3.", StringComparison.Ordinal);
        Assert.Equal(All.Where(name => IsNew(name) || name.StartsWith("shortcut0", StringComparison.Ordinal)), new TrainableSet("shortcut0").Select(network, IsNew));
        Assert.Empty(TrainableSet.None.Select(network, IsNew));
    }

    [Theory]
    [InlineData("up3", "up3")]
    [InlineData("up1,up3", "up3")]
    [InlineData("up1,", "")]
    [InlineData("", "")]
    public void Should_refuse_a_prefix_that_selects_nothing_and_name_the_groups(string rule, string wrong)
    {
        var fault = Assert.Throws<InputException>(() => new TrainableSet(rule).Select(network));
        Assert.Contains($"starts with '{wrong}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("init_path, down1, down2, bottleneck, shortcut2, up2, shortcut1, up1, shortcut0, out_path", fault.Message, StringComparison.Ordinal);
    }
}
