using System.Xml;
using System.Xml.Linq;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>
/// The one renderer of HTML: a page becomes a single file with everything in it (style, font, charts, pictures), which needs
/// neither network nor script. Built as an XML tree, so that it is well-formed and escaped whatever the names are.
/// </summary>
public static class HtmlPage
{
    /// <summary>Renders and writes the file.</summary>
    public static void Write(string path, Page page) => AtomicFile.WriteText(path, Render(page));

    /// <summary>The whole document.</summary>
    public static string Render(Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var sections = PageContents.Of(page);
        var document = new XElement("html", new XAttribute("lang", "en"),
            Head(page),
            new XElement("body",
                new XElement("main",
                    new XElement("header",
                        new XElement("h1", Text(page.Title)),
                        page.Lead.Length > 0 ? new XElement("p", new XAttribute("class", "lead"), Text(page.Lead)) : null),
                    Contents(sections),
                    page.Blocks.Select(block => WithAnchor(HtmlBlocks.Render(block), block, sections)),
                    page.Footer.Length > 0 ? new XElement("footer", Text(page.Footer)) : null)));
        return "<!DOCTYPE html>\n" + Serialize(document) + "\n";
    }

    static XElement Head(Page page) => new("head",
        new XElement("meta", new XAttribute("charset", "utf-8")),
        new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
        new XElement("title", Text(page.Title)),
        new XElement("style", PageStyle.For(page)));

    static XElement? Contents(IReadOnlyList<(HeadingBlock Heading, string Anchor)> sections) => sections.Count == 0 ? null : new XElement("nav", new XAttribute("aria-label", "Contents"),
        new XElement("ul", sections.Select(section => new XElement("li", new XElement("a", new XAttribute("href", "#" + Text(section.Anchor)), Text(section.Heading.Text))))));

    static XElement WithAnchor(XElement element, Block block, IReadOnlyList<(HeadingBlock Heading, string Anchor)> sections)
    {
        foreach (var section in sections.Where(section => ReferenceEquals(section.Heading, block))) element.SetAttributeValue("id", Text(section.Anchor));
        return element;
    }

    static string Text(string text) => PageText.Printable(text);

    static string Serialize(XElement document)
    {
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Indent = false, NewLineHandling = NewLineHandling.None };
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        using (var writer = XmlWriter.Create(text, settings)) document.WriteTo(writer);
        return text.ToString();
    }
}
