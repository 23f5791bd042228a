namespace SiteAdapt.Data;

/// <summary>
/// What an importer made of a folder: the cases, every image file that it did not understand (with the reason), and remarks.
/// </summary>
public sealed record ImportResult(IReadOnlyList<Case> Cases, IReadOnlyList<string> NotUnderstood, IReadOnlyList<string> Remarks)
{
    /// <summary>Classification: the findings in the order of their columns.</summary>
    public IReadOnlyList<string>? Findings { get; init; }

    /// <summary>As a manifest at <paramref name="path"/>, not yet written.</summary>
    public Manifest ToManifest(string path) => new(path, Cases, Remarks, Findings);
}
