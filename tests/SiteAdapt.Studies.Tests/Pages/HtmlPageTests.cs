using System.Xml;
using System.Xml.Linq;

namespace SiteAdapt.Studies.Tests;

public sealed class HtmlPageTests
{
    const string Hostile = "\"><script>alert('x')</script> & </style> ]]> \u0001\uD800 <!--";

    static readonly byte[] Dot = Png.Encode(1, 1, _ => { });

    static XElement Parsed(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    static XElement Body(params Block[] blocks) => Parsed(HtmlPage.Render(new Page("T", "", blocks))).Element("body")!.Element("main")!;

    static string Inner(params Block[] blocks) =>
        string.Concat(Body(blocks).Elements().Skip(1).Select(element => element.ToString(SaveOptions.DisableFormatting)));

    static Page Everything(string name) => new(name, name,
    [
        new HeadingBlock(name),
        new ParagraphBlock(name),
        new CalloutBlock(CalloutKind.Warning, name, name),
        new KeyValuesBlock([(name, name)]),
        new CodeBlock(name, name),
        new ClaimsBlock([new Claim(name, ClaimVerdict.Undecided, name, [new ClaimNumber(name, 0.5)], name)]),
        new TableBlock([new TableColumn(name)], [new TableRow([new TableCell(name, IsBest: true, Swatch: "#D55E00")])], name),
        new FigureBlock(FigureContent.Png("dot", Dot, 1, 1), name, name),
        new FoldedBlock(name, [new ParagraphBlock(name), Charts(name)]),
    ]) { Footer = name };

    static FigureGroupBlock Charts(string name) => new(
    [
        new FigureBlock(TargetBars.Draw("bars", new MetricText("dice"), [new("mmtl", 0.8), new(name, 0.7)], [new("none", 0.5)]), $"mmtl {name}"),
        new FigureBlock(GainChart.Draw("gain", new MetricText("dice"), [new("mmtl", 0.3, null, -0.1, null), new(name, 0.2, null, -0.2, null)]), $"mmtl {name}"),
    ]);

    [Fact]
    public void Should_be_one_well_formed_document()
    {
        string html = HtmlPage.Render(Everything("plain"));
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" />", html, StringComparison.Ordinal);
        var root = Parsed(html);
        Assert.Equal("plain", root.Element("head")!.Element("title")!.Value);
        Assert.Single(root.Descendants("h1"));
    }

    [Fact]
    public void Should_need_neither_network_nor_script()
    {
        string html = HtmlPage.Render(Everything("plain"));
        var root = Parsed(html);
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "object");
        foreach (var attribute in root.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href"))
            Assert.StartsWith("data:", attribute.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(http", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Should_show_hostile_names_as_text_everywhere()
    {
        string html = HtmlPage.Render(Everything(Hostile));
        var root = Parsed(html);
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName == "script");
        Assert.Single(root.Descendants("style"));
        Assert.DoesNotContain('\u0001', html);
        string clean = Hostile.Replace('\u0001', '\uFFFD').Replace('\uD800', '\uFFFD');
        Assert.Equal(clean, root.Element("head")!.Element("title")!.Value);
        Assert.Equal(clean, root.Descendants("code").Single().Value);
        Assert.Equal(clean, root.Descendants("img").Single().Attribute("alt")!.Value);
        Assert.Equal(clean, root.Descendants("footer").Single().Value);
    }

    [Fact]
    public void Should_never_leave_an_element_self_closed_that_browsers_would_leave_open()
    {
        string[] empty = ["meta", "img", "br", "hr"];
        string html = HtmlPage.Render(new Page("T", "", [new ParagraphBlock(""), new CodeBlock(""), new TableBlock([new("")], [new([new("", Swatch: "#000000")])])]));
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(html, "<([a-z0-9]+)[^<>]*/>"))
            Assert.Contains(match.Groups[1].Value, empty);
    }

    [Fact]
    public void Should_write_a_table_with_numbers_to_the_right_and_the_best_marked()
    {
        var table = new TableBlock([new("Method"), new("Score", IsNumber: true)],
        [
            new([new("none"), new("51.2")], IsMuted: true),
            new([new("mmtl", Swatch: "#D55E00"), new("85.5", IsBest: true)]),
        ], "Percent");
        Assert.Equal(
            "<figure class=\"table\"><figcaption>Percent</figcaption><div class=\"scroll\" tabindex=\"0\"><table>" +
            "<thead><tr><th scope=\"col\">Method</th><th scope=\"col\" class=\"number\">Score</th></tr></thead><tbody>" +
            "<tr class=\"muted\"><th scope=\"row\">none</th><td class=\"number\">51.2</td></tr>" +
            "<tr><th scope=\"row\"><i class=\"swatch\" style=\"background:#D55E00\"></i>mmtl</th>" +
            "<td class=\"number\"><b title=\"best of the column\">85.5</b></td></tr></tbody></table></div></figure>", Inner(table));
    }

    [Fact]
    public void Should_print_each_claim_with_its_verdict_and_numbers()
    {
        var claim = new Claim("mmtl keeps the source.", ClaimVerdict.DoesNotHold, "seed 3", [new("mmtl", -0.256, IsDifference: true)]);
        Assert.Equal(
            "<ul class=\"claims\"><li class=\"fails\"><span class=\"verdict\">does not hold</span><div><p>mmtl keeps the source.</p>" +
            "<p class=\"numbers\">mmtl −25.6</p><p class=\"scope\">seed 3</p></div></li></ul>", Inner(new ClaimsBlock([claim])));
    }

    [Fact]
    public void Should_write_the_small_blocks_plainly()
    {
        Assert.Equal("<h2>A &amp; B</h2>", Inner(new HeadingBlock("A & B")));
        Assert.Equal("<h3>x</h3>", Inner(new HeadingBlock("x", 3)));
        Assert.Equal("<p>a &lt; b</p>", Inner(new ParagraphBlock("a < b")));
        Assert.Equal("<aside class=\"callout good\"><strong>t</strong><p>x</p></aside>", Inner(new CalloutBlock(CalloutKind.Good, "t", "x")));
        Assert.Equal("<dl class=\"pairs\"><div><dt>k</dt><dd>v</dd></div></dl>", Inner(new KeyValuesBlock([("k", "v")])));
        Assert.Equal("<div class=\"code\"><p class=\"caption\">c</p><pre tabindex=\"0\"><code>a\n b</code></pre></div>", Inner(new CodeBlock("a\n b", "c")));
    }

    [Fact]
    public void Should_fold_details_and_take_their_figures_along()
    {
        var folded = new FoldedBlock("more", [new ParagraphBlock("inside"), new FigureGroupBlock([new FigureBlock(FigureContent.Png("dot", Dot, 1, 1), "a dot")])]);
        Assert.StartsWith("<details><summary>more</summary><p>inside</p><div class=\"figures\">", Inner(folded), StringComparison.Ordinal);
        Assert.Single(new Page("T", "", [folded]).Figures);
    }

    [Fact]
    public void Should_tell_what_is_not_significantly_worse() =>
        Assert.Contains("<td><i class=\"close\" title=\"not significantly worse than the best\">80.0</i></td>",
            Inner(new TableBlock([new("Method"), new("Score")], [new([new("l2sp"), new("80.0", IsClose: true)])])), StringComparison.Ordinal);

    [Fact]
    public void Should_carry_pictures_inside_with_their_size_and_text()
    {
        var image = Body(new FigureBlock(FigureContent.Png("dot", Dot, 1, 1), "a dot", "caption")).Descendants("img").Single();
        Assert.Equal("a dot", image.Attribute("alt")!.Value);
        Assert.Equal("1", image.Attribute("width")!.Value);
        Assert.Equal(Dot, Convert.FromBase64String(image.Attribute("src")!.Value["data:image/png;base64,".Length..]));
    }

    [Fact]
    public void Should_put_charts_in_as_elements_that_have_no_paper_of_their_own()
    {
        string html = HtmlPage.Render(new Page("T", "", [Charts("other")]));
        XNamespace svg = "http://www.w3.org/2000/svg";
        var drawn = Parsed(html).Descendants(svg + "svg").ToList();
        Assert.Equal(2, drawn.Count);
        Assert.All(drawn, chart => Assert.Equal("max-width:625px", chart.Attribute("style")!.Value)); // of a width of 500
        Assert.All(drawn, chart => Assert.Equal("img", chart.Attribute("role")!.Value));
        Assert.All(drawn, chart => Assert.Contains("mmtl", chart.Attribute("aria-label")!.Value, StringComparison.Ordinal));
        var ids = drawn.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Contains("@font-face", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@font-face", HtmlPage.Render(new Page("T", "", [])), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_what_would_make_a_bad_page()
    {
        Assert.Throws<ArgumentException>(() => Inner(new FigureBlock(FigureContent.Png("dot", Dot, 1, 1), " ")));
        Assert.Throws<ArgumentException>(() => Inner(new TableBlock([new("a"), new("b")], [new([new("1")])])));
        Assert.Throws<ArgumentException>(() => Inner(new TableBlock([new("a")], [new([new("1", Swatch: "red;background:url(x)")])])));
        Assert.Throws<ArgumentException>(() => FigureContent.Png("../up", Dot, 1, 1));
    }

    [Fact]
    public void Should_give_the_same_bytes_each_time_and_write_them()
    {
        using var folder = new TemporaryFolder();
        HtmlPage.Write(folder.File("index.html"), Everything("plain"));
        Assert.Equal(HtmlPage.Render(Everything("plain")), File.ReadAllText(folder.File("index.html")));
    }
}
