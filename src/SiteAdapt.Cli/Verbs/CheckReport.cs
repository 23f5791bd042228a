using SiteAdapt.Data;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>What <c>data check</c> says: a table of the sites, and the findings, errors first.</summary>
static class CheckReport
{
    public static void Print(ManifestCheck check, Output output)
    {
        var sites = SiteSummary.Of(check);
        output.Result(new
        {
            manifest = check.Manifest.Path,
            errors = check.Errors,
            warnings = check.Warnings,
            sites = sites.Select(site => new
            {
                site.Site, site.Subjects, site.Cases, site.Labelled, site.Errors, site.Warnings, Size = site.Size?.ToString(), site.Sizes,
                Spacing = site.Spacing is { } mm ? new[] { mm.X, mm.Y, mm.Z } : null, site.Spacings, site.Intensity, mask_ml = site.MaskMillilitres,
            }),
            findings = check.Faults.Select(fault => new { level = fault.Level.ToString().ToLowerInvariant(), fault.Rule, fault.Site, fault.Cases, fault.Message }),
            cases = check.Cases.Select(item => new
            {
                Case = item.Case.Id, item.Case.Site, item.Orientation, mask_ml = item.MaskMillilitres, item.Pixels,
                border = item.Border?.Sides.ToDictionary(side => side.Side, side => side.Share),
            }),
        }, console =>
        {
            var table = Tables.Make("site", ">subjects", ">cases", ">labelled", ">errors", ">warnings", "size", "spacing\nmm", "intensity\n1, 50, 99 %", "mask ml\nmin, median, max");
            foreach (var site in sites)
                Tables.Row(table, [site.Site, $"{site.Subjects}", $"{site.Cases}", $"{site.Labelled}", $"{site.Errors}", $"{site.Warnings}", .. SummaryText.Of(site)]);
            console.Write(table);
            foreach (var fault in check.Faults) console.Line($"{fault.Level.ToString().ToLowerInvariant()} [{fault.Rule}] {fault.Message}");
            console.Line($"{Tables.Count(check.Errors, "error")}, {Tables.Count(check.Warnings, "warning")}");
        });
    }
}
