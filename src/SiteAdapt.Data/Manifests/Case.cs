using System.Collections.Immutable;

namespace SiteAdapt.Data;

/// <summary>One annotated (or still unannotated) image: a row of a manifest.</summary>
public sealed record Case
{
    // One instance each, so that records of equal cases are equal
    internal static readonly ImmutableSortedDictionary<string, int?> NoFindings = ImmutableSortedDictionary.Create<string, int?>(StringComparer.Ordinal);
    internal static readonly ImmutableSortedDictionary<string, string> NoExtra = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Unique in its manifest; used in tables and file names.</summary>
    public required string Id { get; init; }

    /// <summary>Who was scanned. The same id at two sites is the same person (or the same rendered anatomy).</summary>
    public required string Subject { get; init; }

    public required string Site { get; init; }

    /// <summary>Full path of the image file.</summary>
    public required string Image { get; init; }

    /// <summary>Full path of the label file, or null where there is none.</summary>
    public string? Label { get; init; }

    public string? Session { get; init; }

    public string? Scanner { get; init; }

    /// <summary>In tesla.</summary>
    public double? FieldStrength { get; init; }

    /// <summary>In years.</summary>
    public double? Age { get; init; }

    public string? Sex { get; init; }

    /// <summary>From the manifest's <c>split</c> column.</summary>
    public Subset? Split { get; init; }

    /// <summary>Classification: finding -> 1 (present), 0 (absent), -1 (uncertain) or null (not mentioned).</summary>
    public ImmutableSortedDictionary<string, int?> Findings { get; init; } = NoFindings;

    /// <summary>Whether there is anything to train on or to score against: a label file, or a value for a finding.</summary>
    public bool IsLabelled => Label is not null || Findings.Values.Any(value => value is not null);

    /// <summary>Columns that the project does not know, kept as they were.</summary>
    public ImmutableSortedDictionary<string, string> Extra { get; init; } = NoExtra;

    /// <summary>The same case without what is known of it, for methods that may not look at labels.</summary>
    public Case Unlabelled() => this with { Label = null, Findings = NoFindings };
}
