using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

public class MethodCatalogTests
{
    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Sgd)]
    public void Should_find_every_name_once(OptimizerKind optimizer)
    {
        var methods = MethodCatalog.Names.Select(name => MethodCatalog.Find(name, optimizer)).ToList();
        Assert.Equal(MethodCatalog.Names, methods.Select(method => method.Name));
        Assert.Equal(methods.Count, methods.Select(method => method with { Name = "" }).Distinct().Count());
        Assert.Equal(methods.Count, MethodCatalog.Names.Distinct().Count());
    }

    [Theory]
    [InlineData("mtl")]
    [InlineData("mmtl+")]
    [InlineData("")]
    [InlineData("MMTL")]
    public void Should_refuse_an_unknown_name_and_list_the_known(string name)
    {
        var fault = Assert.Throws<InputException>(() => MethodCatalog.Find(name, OptimizerKind.Adam));
        Assert.All(MethodCatalog.Names, known => Assert.Contains(known, fault.Message, StringComparison.Ordinal));
    }

    /// <summary>Section 4.2: what the paper says about each optimizer.</summary>
    [Fact]
    public void Should_start_octl_as_the_paper()
    {
        Assert.Equal(new OptimizerStart(History.All, Momentum: 0.99, Nesterov: false), MethodCatalog.Find("octl", OptimizerKind.Sgd).Start);
        Assert.Equal(new OptimizerStart(History.All, Beta1: 0.99, Beta2: 0.999, Step: 100), MethodCatalog.Find("octl", OptimizerKind.Adam).Start);
    }
}
