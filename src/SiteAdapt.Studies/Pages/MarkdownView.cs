using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>The same page as Markdown, with its figures as files beside it.</summary>
public static class MarkdownView
{
    /// <summary>Writes the text and the files of its figures into the same folder.</summary>
    public static void Write(string path, Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var figure in page.Figures) figure.Content.Write(Path.Combine(folder, figure.Content.FileName));
        AtomicFile.WriteText(path, Render(page));
    }

    /// <summary>The text; figures are named by their file names.</summary>
    public static string Render(Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        List<string> parts = [$"# {Line(page.Title)}"];
        if (page.Lead.Length > 0) parts.Add(Line(page.Lead));
        var sections = PageContents.Of(page);
        if (sections.Count > 0) parts.Add(string.Join('\n', sections.Select(section => $"- [{Line(section.Heading.Text)}](#{section.Anchor})")));
        parts.AddRange(page.Blocks.Select(Render));
        if (page.Footer.Length > 0) parts.Add($"---\n\n{Line(page.Footer)}");
        return string.Join("\n\n", parts) + "\n";
    }

    static string Render(Block block) => block switch
    {
        HeadingBlock heading => $"{new string('#', Math.Clamp(heading.Level, 2, 4))} {Line(heading.Text)}",
        ParagraphBlock paragraph => Line(paragraph.Text),
        CalloutBlock callout => $"> **{Line(callout.Title)}** {Line(callout.Text)}",
        KeyValuesBlock pairs => string.Join('\n', pairs.Items.Select(item => $"- {Line(item.Key)}: {Line(item.Value)}")),
        FoldedListBlock list => $"{Line(list.Summary)}\n\n{string.Join('\n', list.Items.Select(item => $"- {Line(item)}"))}",
        CodeBlock code => (code.Caption.Length > 0 ? Line(code.Caption) + "\n\n" : "") + Fenced(code.Text),
        ClaimsBlock claims => string.Join('\n', claims.Claims.Select(ClaimLine)),
        TableBlock table => Table(table),
        FoldedBlock folded => $"<details><summary>{Line(folded.Title)}</summary>\n\n{string.Join("\n\n", folded.Blocks.Select(Render))}\n\n</details>",
        FigureBlock figure => Figure(figure),
        FigureGroupBlock group => string.Join("\n\n", group.Figures.Select(Figure)),
        _ => throw new ArgumentException($"no Markdown for {block.GetType().Name}", nameof(block)),
    };

    static string ClaimLine(Claim claim)
    {
        string numbers = claim.Numbers.Count > 0 ? $" {PageText.Numbers(claim)}" : "";
        string note = claim.Note is null ? "" : $": {claim.Note}";
        return $"- **{PageText.Verdict(claim)}**: {Line(claim.Statement)}{Line(numbers)} ({Line(claim.Scope + note)})";
    }

    static string Table(TableBlock table)
    {
        var text = new StringBuilder();
        if (table.Caption.Length > 0) text.Append(Line(table.Caption)).Append("\n\n");
        text.Append(TableLine(table.Columns.Select(column => Line(column.Head))));
        text.Append('\n').Append(TableLine(table.Columns.Select(column => column.IsNumber ? "---:" : "---")));
        foreach (var row in table.Rows)
            text.Append('\n').Append(TableLine(row.Cells.Select(cell => cell.IsBest ? $"**{Line(cell.Text)}**" : cell.IsClose ? $"*{Line(cell.Text)}*" : Line(cell.Text))));
        return text.ToString();
    }

    static string TableLine(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    static string Figure(FigureBlock figure) =>
        $"![{Line(figure.Alt)}]({figure.Content.FileName})" + (figure.Caption.Length > 0 ? $"\n\n{Line(figure.Caption)}" : "");

    static string Fenced(string code)
    {
        // A fence must be longer than any run of backticks inside it.
        int longest = 0, run = 0;
        foreach (char c in code) longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        string fence = new('`', Math.Max(3, longest + 1));
        return $"{fence}\n{PageText.Printable(code)}\n{fence}";
    }

    /// <summary>One line of text in which nothing is markup.</summary>
    static string Line(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in PageText.Printable(text).ReplaceLineEndings(" "))
        {
            if (@"\`*_[]<>|#".Contains(c)) escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString().Replace("&", "&amp;", StringComparison.Ordinal);
    }
}
