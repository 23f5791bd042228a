using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class FoldedListTests
{
    static readonly Page Example = new("a page", "", [new FoldedListBlock("Flagged runs (2)", ["mmtl <a> to b", "octl a to b"])]);

    [Fact]
    public void Should_be_folded_on_a_page_and_plain_as_markdown()
    {
        var details = XElement.Parse(HtmlPage.Render(Example)["<!DOCTYPE html>\n".Length..]).Descendants("details").Single();
        Assert.Null(details.Attribute("open"));
        Assert.Equal("Flagged runs (2)", details.Element("summary")!.Value);
        Assert.Equal(["mmtl <a> to b", "octl a to b"], details.Descendants("li").Select(item => item.Value));
        Assert.EndsWith("Flagged runs (2)\n\n- mmtl \\<a\\> to b\n- octl a to b\n", MarkdownView.Render(Example), StringComparison.Ordinal);
    }
}
