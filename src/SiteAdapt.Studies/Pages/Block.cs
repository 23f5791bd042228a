namespace SiteAdapt.Studies;

/// <summary>A part of a page.</summary>
public abstract record Block;

/// <summary>A heading; level 2 is the highest below the title.</summary>
public sealed record HeadingBlock(string Text, int Level = 2) : Block;

public sealed record ParagraphBlock(string Text) : Block;

/// <summary>What a callout is about, which sets its colour and its first word.</summary>
public enum CalloutKind
{
    Note,
    Good,
    Warning,
}

/// <summary>A short text that must not be overlooked.</summary>
public sealed record CalloutBlock(CalloutKind Kind, string Title, string Text) : Block;

/// <summary>Names and values, such as settings.</summary>
public sealed record KeyValuesBlock(IReadOnlyList<(string Key, string Value)> Items) : Block;

/// <summary>A list that is folded away until somebody wants it.</summary>
public sealed record FoldedListBlock(string Summary, IReadOnlyList<string> Items) : Block;

/// <summary>Text to be copied, such as the command that makes the page again.</summary>
public sealed record CodeBlock(string Text, string Caption = "") : Block;

/// <summary>Claims with their verdicts and numbers.</summary>
public sealed record ClaimsBlock(IReadOnlyList<Claim> Claims) : Block;

/// <summary>A picture.</summary>
/// <param name="Content">SVG or PNG.</param>
/// <param name="Alt">What it shows, for those who cannot see it; never empty.</param>
/// <param name="Caption">Text under it, or empty.</param>
public sealed record FigureBlock(FigureContent Content, string Alt, string Caption = "") : Block;

/// <summary>Figures beside each other where there is room, below each other where there is not.</summary>
public sealed record FigureGroupBlock(IReadOnlyList<FigureBlock> Figures) : Block;

/// <summary>Details that a reader opens when wanted; on paper and in Markdown they follow like the rest.</summary>
/// <param name="Title">What is inside.</param>
/// <param name="Blocks">Without headings above level 3.</param>
public sealed record FoldedBlock(string Title, IReadOnlyList<Block> Blocks) : Block;

/// <summary>A table.</summary>
/// <param name="Columns">Heads and how their cells stand.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
/// <param name="Caption">What the numbers are and in which unit, or empty.</param>
public sealed record TableBlock(IReadOnlyList<TableColumn> Columns, IReadOnlyList<TableRow> Rows, string Caption = "") : Block
{
    /// <summary>Whether its cells stand under each other, each after its head, where a screen is too narrow for its rows: for rows that are read one by one.</summary>
    public bool Stacks { get; init; }
}

/// <summary>A column; numbers stand to the right, names to the left.</summary>
/// <param name="Wraps">Whether the names of the first column are sentences, which may take several lines.</param>
public sealed record TableColumn(string Head, bool IsNumber = false, bool Wraps = false);

/// <summary>A row; a muted one (a bound, a reference) stands back.</summary>
public sealed record TableRow(IReadOnlyList<TableCell> Cells, bool IsMuted = false);

/// <summary>A cell.</summary>
/// <param name="Text">What it says.</param>
/// <param name="IsBest">Whether it is the best of its column.</param>
/// <param name="Swatch">A colour as #RRGGBB shown before the text, or null.</param>
/// <param name="IsClose">Whether it is not significantly worse than the best.</param>
public sealed record TableCell(string Text, bool IsBest = false, string? Swatch = null, bool IsClose = false);
