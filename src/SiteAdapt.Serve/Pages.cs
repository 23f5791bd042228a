using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Serve;

/// <summary>Answers the requests that passed the gate: the page, its data as JSON, scans and reports.</summary>
sealed class Pages
{
    readonly ServedFolder folder;
    readonly EmbeddedAssets assets = new();
    readonly Dictionary<string, Func<IQueryCollection, object>> data;

    public Pages(ServedFolder folder)
    {
        this.folder = folder;
        var index = new FolderIndex(folder.Root);
        var (runs, studies, manifests) = (new RunList(folder, index), new StudyList(folder, index), new Manifests(folder, index));
        var plans = new StudyPlans(studies);
        var (run, study, scores) = (new RunPage(folder, index, runs), new StudyPage(plans, studies), new StudyScoreTable(folder, plans));
        var scored = new RunScores(folder, index, manifests);
        var layers = new CaseLayers(folder, manifests, new StudyMasks(folder, plans), new PredictedFiles(folder, index, manifests));
        data = new(StringComparer.Ordinal)
        {
            ["/api/index"] = _ => new { Folder = folder.Root, Studies = studies.Rows(), Runs = runs.Rows(), Manifests = manifests.Rows(), index.Files.Complete },
            ["/api/run"] = query => run.Of(query["path"]),
            ["/api/run-scores"] = query => scored.Of(query["path"]),
            ["/api/study"] = query => study.Of(query["path"]),
            ["/api/scores"] = query => scores.Of(query["path"]),
            ["/api/cases"] = query => manifests.Cases(query["manifest"], query["words"]),
            ["/api/case"] = query => query.ContainsKey("study") ? layers.OfStudy(query["study"], query["case"]) : layers.OfManifest(query["manifest"], query["case"]),
        };
    }

    /// <summary>Makes the list before anybody asks: the first page then comes at once. What goes wrong is told to who asks.</summary>
    public void LookAhead()
    {
        try
        {
            JsonSerializer.SerializeToUtf8Bytes(data["/api/index"](QueryCollection.Empty), Json.Line);
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            // Nobody has asked yet.
        }
    }

    public async Task Answer(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        if (data.TryGetValue(path, out var make)) await SendData(context, make);
        else if (path == "/file") await SendImage(context);
        else if (!await (path.StartsWith(ReportAddress, StringComparison.Ordinal)
            ? ReportPages.TrySend(context, folder, path[ReportAddress.Length..])
            : assets.TrySend(context, path == "/" ? "index.html" : path[1..])))
            await NotFound(context, "There is nothing at this address.");
    }

    const string ReportAddress = "/report/";

    static async Task SendData(HttpContext context, Func<IQueryCollection, object> make)
    {
        object value;
        try
        {
            value = make(context.Request.Query);
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            await NotFound(context, fault is InputException ? fault.Message : "A file cannot be read.");
            return;
        }
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, Json.Line), context.RequestAborted);
    }

    async Task SendImage(HttpContext context)
    {
        if (folder.FindFile(context.Request.Query["path"]) is not { } file || TypeOf(file) is not { } type)
        {
            await NotFound(context, "There is no such NIfTI, PNG or JPEG file here.");
            return;
        }
        context.Response.ContentType = type;
        context.Response.ContentLength = new FileInfo(file).Length;
        await context.Response.SendFileAsync(file, context.RequestAborted);
    }

    static string? TypeOf(string file) =>
        FolderWalk.IsImage(file) ? "application/octet-stream" : !FolderWalk.IsRadiograph(file) ? null : file.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "image/png" : "image/jpeg";

    static Task NotFound(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why + "\n");
    }
}
