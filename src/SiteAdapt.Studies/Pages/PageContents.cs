using System.Globalization;
using System.Text;

namespace SiteAdapt.Studies;

/// <summary>The sections of a page with their anchors, which are those that a Markdown viewer gives the headings.</summary>
static class PageContents
{
    /// <summary>Headings of level 2, in order; none where a page asks for no contents.</summary>
    public static IReadOnlyList<(HeadingBlock Heading, string Anchor)> Of(Page page)
    {
        if (!page.HasContents) return [];
        Dictionary<string, int> taken = new(StringComparer.Ordinal);
        List<(HeadingBlock, string)> sections = [];
        // Headings of every level take a name, those of folded parts too.
        foreach (var heading in page.Blocks.SelectMany(Headings).Prepend(new HeadingBlock(page.Title, 1)))
        {
            string name = Slug(heading.Text);
            int before = taken.GetValueOrDefault(name);
            taken[name] = before + 1;
            if (heading.Level == 2) sections.Add((heading, before == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{before}")));
        }
        return sections;
    }

    static IEnumerable<HeadingBlock> Headings(Block block) => block switch
    {
        HeadingBlock heading => [heading],
        FoldedBlock folded => folded.Blocks.SelectMany(Headings),
        _ => [],
    };

    /// <summary>Lower case, spaces as dashes, other punctuation left out.</summary>
    static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (char c in text)
            if (char.IsLetterOrDigit(c) || c is '-' or '_') slug.Append(char.ToLowerInvariant(c));
            else if (c == ' ') slug.Append('-');
        return slug.ToString();
    }
}
