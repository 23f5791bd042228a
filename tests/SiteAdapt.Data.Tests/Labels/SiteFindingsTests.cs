using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class SiteFindingsTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly Manifest manifest;

    public SiteFindingsTests() => manifest = Manifest.Read(folder.Write("m.csv",
        "case,subject,site,image,label:Pneumonia,label:Edema,label:Mass,label:Fracture\n" +
        "a1,a1,a,a1.png,1,,0,\na2,a2,a,a2.png,,,-1,\nb1,b1,b,b1.png,0,0,,\nc1,c1,c,c1.png,,,,\n"), checkFiles: false);

    public void Dispose() => folder.Dispose();

    IReadOnlyList<string> Of(string site, params string[] findings) => SiteFindings.Of(manifest, site, TaskPresets.ChestXray with { Findings = [.. findings] });

    [Fact]
    public void Should_give_the_findings_with_a_value_in_the_order_of_the_columns()
    {
        Assert.Equal(["Pneumonia", "Mass"], Of("a"));
        Assert.Equal(["Pneumonia", "Edema"], Of("b"));
        Assert.Equal(["Pneumonia", "Edema", "Mass"], SiteFindings.Of(manifest, ["b", "a"], TaskPresets.ChestXray));
    }

    [Fact]
    public void Should_keep_to_the_findings_that_the_task_names()
    {
        Assert.Equal(["Pneumonia", "Mass"], Of("a", "Mass", "Edema", "Pneumonia"));
        Assert.Equal(["Edema"], Of("b", "Mass", "Edema"));
    }

    [Theory]
    [InlineData("a", "Edema", "site 'a' has labels for no finding of those that the task 'chest-xray' names (Edema); it has Pneumonia, Mass")]
    [InlineData("c", null, "site 'c' has labels for no finding; expected columns 'label:NAME'")]
    [InlineData("d", null, "no case is from the site 'd'")]
    public void Should_refuse(string site, string? finding, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Of(site, finding is null ? [] : [finding])).Message);

    [Theory]
    [InlineData("Edma", "'Edma' (did you mean 'Edema'?); there are Pneumonia, Edema, Mass")]
    [InlineData("Fracture", "findings of the task 'chest-xray' that no site has labels for: 1 fault\n  'Fracture'")]
    public void Should_require_that_some_site_labels_what_a_task_names(string finding, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => SiteFindings.RequireKnown(manifest, TaskPresets.ChestXray with { Findings = ["Edema", finding] })).Message);
}
