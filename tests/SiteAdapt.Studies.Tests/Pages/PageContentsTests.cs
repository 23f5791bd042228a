using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class PageContentsTests
{
    static readonly Page Example = new("Study", "", [new HeadingBlock("What is left & where?"), new HeadingBlock("Details", 3), new HeadingBlock("Details"), new FoldedBlock("x", [new HeadingBlock("Study", 3)]), new HeadingBlock("<b>")]) { HasContents = true };

    [Fact]
    public void Should_lead_to_every_section_of_a_page()
    {
        var main = XElement.Parse(HtmlPage.Render(Example)["<!DOCTYPE html>\n".Length..]).Element("body")!.Element("main")!;
        var links = main.Element("nav")!.Descendants("a").ToList();
        Assert.Equal(["What is left & where?", "Details", "<b>"], links.Select(link => link.Value));
        Assert.Equal(["#what-is-left--where", "#details-1", "#b"], links.Select(link => link.Attribute("href")!.Value));
        Assert.Equal(links.Select(link => link.Attribute("href")!.Value[1..]), main.Elements("h2").Select(heading => heading.Attribute("id")!.Value));
        Assert.Equal("header", main.Elements().First().Name.LocalName);
        Assert.Equal("nav", main.Elements().ElementAt(1).Name.LocalName);
    }

    [Fact]
    public void Should_lead_to_them_in_markdown_as_viewers_name_them() =>
        Assert.StartsWith("# Study\n\n- [What is left &amp; where?](#what-is-left--where)\n- [Details](#details-1)\n- [\\<b\\>](#b)\n\n## What is left", MarkdownView.Render(Example), StringComparison.Ordinal);

    [Fact]
    public void Should_not_stand_on_a_page_that_does_not_ask_for_it()
    {
        string html = HtmlPage.Render(Example with { HasContents = false });
        Assert.DoesNotContain("<nav", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=", html, StringComparison.Ordinal);
    }
}
