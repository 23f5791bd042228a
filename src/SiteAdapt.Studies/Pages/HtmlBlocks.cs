using System.Xml.Linq;

namespace SiteAdapt.Studies;

/// <summary>Each kind of block as HTML.</summary>
static class HtmlBlocks
{
    public static XElement Render(Block block) => block switch
    {
        HeadingBlock heading => new XElement($"h{Math.Clamp(heading.Level, 2, 4)}", Text(heading.Text)),
        ParagraphBlock paragraph => new XElement("p", Text(paragraph.Text)),
        CalloutBlock callout => Callout(callout),
        KeyValuesBlock pairs => KeyValues(pairs),
        FoldedListBlock list => new XElement("details",
            new XElement("summary", Text(list.Summary)), new XElement("ul", list.Items.Select(item => new XElement("li", Text(item))))),
        CodeBlock code => Code(code),
        ClaimsBlock claims => Claims(claims),
        TableBlock table => Table(table),
        FoldedBlock folded => new XElement("details", new XElement("summary", Text(folded.Title)), folded.Blocks.Select(Render)),
        FigureBlock figure => HtmlFigures.Render(figure),
        FigureGroupBlock group => new XElement("div", Class("figures"), group.Figures.Select(HtmlFigures.Render)),
        _ => throw new ArgumentException($"no HTML for {block.GetType().Name}", nameof(block)),
    };

    static XElement Callout(CalloutBlock callout) => new("aside",
        Class($"callout {callout.Kind switch { CalloutKind.Good => "good", CalloutKind.Warning => "warning", _ => "note" }}"),
        new XElement("strong", Text(callout.Title)),
        new XElement("p", Text(callout.Text)));

    static XElement KeyValues(KeyValuesBlock pairs) => new("dl", Class("pairs"),
        pairs.Items.Select(item => new XElement("div",
            new XElement("dt", Text(item.Key)),
            new XElement("dd", Text(item.Value)))));

    static XElement Code(CodeBlock code) => new("div", Class("code"),
        code.Caption.Length > 0 ? new XElement("p", Class("caption"), Text(code.Caption)) : null,
        // A box that scrolls must be reachable by keyboard.
        new XElement("pre", new XAttribute("tabindex", "0"), new XElement("code", Text(code.Text))));

    static XElement Claims(ClaimsBlock claims) => new("ul", Class("claims"), claims.Claims.Select(claim =>
        new XElement("li", Class(claim.Verdict switch
            {
                ClaimVerdict.Holds => "holds",
                ClaimVerdict.DoesNotHold => "fails",
                _ => "open",
            }),
            new XElement("span", Class("verdict"), PageText.Verdict(claim)),
            new XElement("div",
                new XElement("p", Text(claim.Statement)),
                claim.Numbers.Count > 0 ? new XElement("p", Class("numbers"), Text(PageText.Numbers(claim))) : null,
                new XElement("p", Class("scope"), Text(claim.Note is null ? claim.Scope : $"{claim.Scope}: {claim.Note}"))))));

    // The caption is the figure's, not the table's: it must not scroll with a wide table on a narrow screen.
    static XElement Table(TableBlock table) => new("figure", Class("table"),
        table.Caption.Length > 0 ? new XElement("figcaption", Text(table.Caption)) : null,
        new XElement("div", Class("scroll"), new XAttribute("tabindex", "0"),
            new XElement("table", table.Stacks ? Class("stacks") : null,
                new XElement("thead", new XElement("tr", table.Columns.Select(column =>
                    new XElement("th", new XAttribute("scope", "col"), Number(column), Text(column.Head))))),
                new XElement("tbody", table.Rows.Select(row => Row(table, row))))));

    static XElement Row(TableBlock table, TableRow row)
    {
        if (row.Cells.Count != table.Columns.Count)
            throw new ArgumentException($"a row of {row.Cells.Count} cells in a table of {table.Columns.Count} columns");
        List<XElement> cells = [.. row.Cells.Select((cell, i) => Cell(cell, table.Columns[i], isName: i == 0))];
        if (table.Stacks)
            foreach (var (i, cell) in cells.Index()) cell.SetAttributeValue("data-head", Text(table.Columns[i].Head));
        return new XElement("tr", row.IsMuted ? Class("muted") : null, cells);
    }

    static XElement Cell(TableCell cell, TableColumn column, bool isName)
    {
        var element = new XElement(isName ? "th" : "td", isName ? new XAttribute("scope", "row") : null, Number(column) ?? (isName ? column.Wraps ? Class("wraps") : null : cell.Swatch is null ? null : Class("name")));
        if (cell.Swatch is not null) element.Add(Swatch(cell.Swatch));
        // Best is told by weight and a mark, not by colour alone.
        element.Add(cell.IsBest ? new XElement("b", new XAttribute("title", "best of the column"), Text(cell.Text))
            : cell.IsClose ? new XElement("i", Class("close"), new XAttribute("title", "not significantly worse than the best"), Text(cell.Text))
            : Text(cell.Text));
        return element;
    }

    static XElement Swatch(string color) => new(
        "i", Class("swatch"), new XAttribute("style", $"background:{HtmlFigures.SafeColor(color)}"), "");

    static XAttribute? Number(TableColumn column) => column.IsNumber ? Class("number") : null;

    static XAttribute Class(string name) => new("class", name);

    static string Text(string text) => PageText.Printable(text);
}
