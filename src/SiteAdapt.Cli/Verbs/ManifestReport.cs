using SiteAdapt.Data;

namespace SiteAdapt.Cli;

/// <summary>What <c>data simulate</c> and <c>data import</c> say of the manifest they wrote.</summary>
static class ManifestReport
{
    public static void Print(Manifest manifest, IReadOnlyList<string> notUnderstood, Output output)
    {
        foreach (string line in notUnderstood) Output.Warn(line);
        var sites = manifest.Sites.Select(site => new
        {
            site,
            cases = manifest.CasesAt(site).Count,
            subjects = manifest.CasesAt(site).Select(item => item.Subject).Distinct().Count(),
            labelled = manifest.CasesAt(site).Count(item => item.IsLabelled),
        }).ToList();
        output.Result(new { manifest = manifest.Path, sites, not_understood = notUnderstood }, console =>
        {
            var table = Tables.Make("site", ">subjects", ">cases", ">labelled");
            foreach (var row in sites) Tables.Row(table, row.site, $"{row.subjects}", $"{row.cases}", $"{row.labelled}");
            console.Write(table);
            console.Line(manifest.Path);
        });
    }
}
