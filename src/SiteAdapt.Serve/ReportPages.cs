using Microsoft.AspNetCore.Http;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>
/// The pages of reports, as files below the folder. They have no script, and get none to run: whoever can write into the folder
/// could have written anything into them.
/// </summary>
static class ReportPages
{
    public const string Index = "index.html";

    const string Policy = "sandbox allow-same-origin allow-popups allow-downloads; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".md"] = "text/plain; charset=utf-8",
        [".csv"] = "text/csv; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    };

    /// <returns>False where it is no file of a report.</returns>
    public static async Task<bool> TrySend(HttpContext context, ServedFolder folder, string path)
    {
        if (folder.FindFile(path) is not { } file || !Types.TryGetValue(Path.GetExtension(file), out string? type) || !IsOfReport(file)) return false;
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.ContentType = type;
        await context.Response.SendFileAsync(file);
        return true;
    }

    /// <summary>In a report's folder, or in its folder of Markdown; or the card that an audit wrote.</summary>
    static bool IsOfReport(string file)
    {
        if (Path.GetFileName(file) == AuditFiles.Card && File.Exists(Path.ChangeExtension(file, ".json"))) return true;
        string folder = Path.GetDirectoryName(file)!;
        if (Path.GetFileName(folder) == "markdown") folder = Path.GetDirectoryName(folder)!;
        return File.Exists(Path.Combine(folder, Index)) && File.Exists(Path.Combine(folder, "results.json"));
    }
}
