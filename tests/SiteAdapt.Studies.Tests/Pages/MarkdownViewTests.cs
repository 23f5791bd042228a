namespace SiteAdapt.Studies.Tests;

public sealed class MarkdownViewTests
{
    [Fact]
    public void Should_render_the_same_blocks()
    {
        var page = new Page("Demo", "One sentence.",
        [
            new HeadingBlock("Scores"),
            new TableBlock([new("Method"), new("Score", IsNumber: true)], [new([new("mm|tl"), new("85.5", IsBest: true)]), new([new("l2sp"), new("85.1", IsClose: true)])], "Percent"),
            new ClaimsBlock([new Claim("mmtl keeps it.", ClaimVerdict.DoesNotHold, "seed 3", [new("mmtl", -0.256, IsDifference: true)])]),
            new CalloutBlock(CalloutKind.Note, "Simulated.", "Not patients."),
            new KeyValuesBlock([("Seed", "3")]),
            new CodeBlock("siteadapt demo\n```", "Again:"),
            new FoldedBlock("More", [new ParagraphBlock("inside"), new FigureBlock(FigureContent.Png("dot", [1], 1, 1), "a <dot>", "A caption.")]),
        ]) { Footer = "v1" };
        Assert.Equal(
            """
            # Demo

            One sentence.

            ## Scores

            Percent

            | Method | Score |
            | --- | ---: |
            | mm\|tl | **85.5** |
            | l2sp | *85.1* |

            - **does not hold**: mmtl keeps it. mmtl −25.6 (seed 3)

            > **Simulated.** Not patients.

            - Seed: 3

            Again:

            ````
            siteadapt demo
            ```
            ````

            <details><summary>More</summary>

            inside

            ![a \<dot\>](dot.png)

            A caption.

            </details>

            ---

            v1

            """.ReplaceLineEndings("\n"), MarkdownView.Render(page));
    }

    [Fact]
    public void Should_write_figures_beside_the_text()
    {
        using var folder = new TemporaryFolder();
        MarkdownView.Write(folder.File("report.md"), new Page("T", "", [new FigureGroupBlock([new FigureBlock(FigureContent.Svg("a", "<svg/>", 1, 1), "a")])]));
        Assert.Equal("<svg/>", File.ReadAllText(folder.File("a.svg")));
        Assert.Contains("![a](a.svg)", File.ReadAllText(folder.File("report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_keep_markup_in_names_as_text() => Assert.Equal(
        "# \\<b\\>\\*x\\* \\[y\\]\\(z\\)\n".Replace("\\(", "(", StringComparison.Ordinal).Replace("\\)", ")", StringComparison.Ordinal),
        MarkdownView.Render(new Page("<b>*x* [y](z)", "", [])));
}
