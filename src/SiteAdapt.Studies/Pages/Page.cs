namespace SiteAdapt.Studies;

/// <summary>
/// A page of the project: demo, report, data check and audit are lists of blocks, and know nothing of HTML. All text is plain
/// text; the renderers escape it.
/// </summary>
/// <param name="Title">Heading of the page and name of the tab.</param>
/// <param name="Lead">One or two sentences under the title, or empty.</param>
/// <param name="Blocks">What follows, in order.</param>
public sealed record Page(string Title, string Lead, IReadOnlyList<Block> Blocks)
{
    /// <summary>Last line of the page: versions, seeds, what made it. Empty for none.</summary>
    public string Footer { get; init; } = "";

    /// <summary>Whether the page starts with a list of its sections.</summary>
    public bool HasContents { get; init; }

    /// <summary>All figures, those of groups and folded parts included.</summary>
    public IEnumerable<FigureBlock> Figures => Blocks.SelectMany(FiguresOf);

    static IEnumerable<FigureBlock> FiguresOf(Block block) => block switch
    {
        FigureBlock figure => [figure],
        FigureGroupBlock group => group.Figures,
        FoldedBlock folded => folded.Blocks.SelectMany(FiguresOf),
        _ => [],
    };
}
