using System.Globalization;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>The page of a data check: what was found, a table of the sites, and thumbnails, those of cases with findings first.</summary>
public static class DataCheckPage
{
    /// <summary>More thumbnails of cases without findings would make the page heavy.</summary>
    const int PlainPerSite = 24;

    const int Scale = 2;
    const string MaskColor = "#2BD9A8";

    /// <param name="command">What makes the page again.</param>
    public static Page Make(ManifestCheck check, string command)
    {
        ArgumentNullException.ThrowIfNull(check);
        // That subjects were scanned twice is no reason to look at their pictures
        var suspects = check.Faults.Where(fault => fault.Rule != "subject-at-two-sites").SelectMany(fault => fault.Cases).ToHashSet(StringComparer.Ordinal);
        return new Page($"Data check of {Path.GetFileName(check.Manifest.Path)}", Lead(check),
        [
            .. Found(check),
            new HeadingBlock("Sites"),
            Sites(check),
            .. Pictures("Cases with findings", [.. check.Cases.Where(item => suspects.Contains(item.Case.Id))], check),
            .. check.Manifest.Sites.SelectMany(site => Folded(site, [.. check.Cases.Where(item => item.Case.Site == site && !suspects.Contains(item.Case.Id))], check)),
            new CodeBlock(command, "Made by"),
        ]);
    }

    static string Lead(ManifestCheck check) => string.Create(CultureInfo.InvariantCulture,
        $"{check.Cases.Count} cases of {check.Manifest.Sites.Count} sites: {Count(check.Errors, "error")} and {Count(check.Warnings, "warning")}. Errors must be mended; warnings are to be looked at.");

    static IEnumerable<Block> Found(ManifestCheck check)
    {
        yield return new HeadingBlock("Findings");
        if (check.Faults.Count == 0) yield return new CalloutBlock(CalloutKind.Good, "Nothing was found.", "Files, grids, labels, masks, orientations, subjects and equal images were looked at.");
        else yield return new TableBlock([new("Level"), new("Rule"), new("Site"), new("What")],
            [.. check.Faults.Select(fault => new TableRow([new(fault.Level.ToString().ToLowerInvariant()), new(fault.Rule), new(fault.Site), new(fault.Message)]))]);
    }

    static TableBlock Sites(ManifestCheck check) => new(
        [new("Site"), new("Subjects", true), new("Cases", true), new("Labelled", true), new("Errors", true), new("Warnings", true), new("Size"), new("Spacing in mm"), new("Intensity (1, 50, 99 %)"), new("Mask in ml")],
        [.. SiteSummary.Of(check).Select(site => new TableRow([new(site.Site), .. new[] { site.Subjects, site.Cases, site.Labelled, site.Errors, site.Warnings }.Select(count => new TableCell(count.ToString(CultureInfo.InvariantCulture))), .. SummaryText.Of(site).Select(text => new TableCell(text))]))],
        "Size and spacing of most cases (and how many others there are); medians of the cases' percentiles; smallest, median and largest mask.");

    static IEnumerable<Block> Pictures(string title, IReadOnlyList<CheckedCase> cases, ManifestCheck check)
    {
        if (!cases.Any(item => item.Slice is not null)) yield break;
        yield return new HeadingBlock(title);
        yield return Thumbnails(cases, check);
    }

    static IEnumerable<Block> Folded(string site, IReadOnlyList<CheckedCase> cases, ManifestCheck check)
    {
        if (cases.Count == 0) yield break;
        string shown = cases.Count > PlainPerSite ? $", {PlainPerSite} of them" : "";
        yield return new FoldedBlock($"{site}: {Count(cases.Count, "case")} without findings{shown}", [Thumbnails([.. cases.Take(PlainPerSite)], check)]);
    }

    static FigureGroupBlock Thumbnails(IReadOnlyList<CheckedCase> cases, ManifestCheck check) => new(
        [.. cases.Where(item => item.Slice is not null).Select(item => Thumbnail(item, item.Slice!, check.Cases.Index().First(entry => ReferenceEquals(entry.Item, item)).Index))]);

    static FigureBlock Thumbnail(CheckedCase item, CheckSlice slice, int number)
    {
        var image = new SliceImage(slice.Pixels, slice.Height, slice.Width, item.Spacing is null ? SliceView.AsStored : ViewOf(slice.Plane)) { Aspect = slice.Aspect };
        byte[] png = SlicePicture.Draw(image, slice.Mask.Length == 0 ? [] : [new SliceOverlay("mask", slice.Mask, MaskColor)], Scale);
        string name = string.Create(CultureInfo.InvariantCulture, $"case-{number:00000}");
        var (width, height) = SlicePicture.Size(image, Scale);
        return new FigureBlock(FigureContent.Png(name, png, width, height), $"A slice of case {item.Case.Id}{(slice.Mask.Length == 0 ? "" : " with the outline of its mask")}",
            $"{item.Case.Id}, {item.Case.Site}{(item.Spacing is null ? "" : FormattableString.Invariant($", {slice.Plane.ToString().ToLowerInvariant()} slice {slice.Index + 1} of {slice.Count}"))}");
    }

    static SliceView ViewOf(CheckPlane plane) => plane switch { CheckPlane.Axial => SliceView.Axial, CheckPlane.Coronal => SliceView.Coronal, _ => SliceView.Sagittal };

    static string Count(int number, string noun) => ReportPage.Count(number, noun);
}
