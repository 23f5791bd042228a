using System.Net;

namespace SiteAdapt.Serve.Tests;

/// <summary>Nothing outside the folder is shown, however it is asked for.</summary>
public sealed class FolderTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string inside;

    public FolderTests()
    {
        inside = folder.File("served");
        Scans.Write(folder.File("secret.nii.gz"));
        Scans.Write(Path.Combine(inside, "scan.nii.gz"));
        folder.Write("results.json", "{}");
        folder.Write("index.html", "secret");
    }

    [Theory]
    [InlineData("/file?path=../secret.nii.gz")]
    [InlineData("/file?path=..%2fsecret.nii.gz")]
    [InlineData("/file?path=%2e%2e%2fsecret.nii.gz")]
    [InlineData("/file?path=%252e%252e%252fsecret.nii.gz")]
    [InlineData("/file?path=./../secret.nii.gz")]
    [InlineData("/file?path=sub/../../secret.nii.gz")]
    [InlineData("/file?path=..\\secret.nii.gz")]
    [InlineData("/file?path=%00")]
    [InlineData("/file?path=scan.nii.gz%00.nii.gz")]
    [InlineData("/file?path=")]
    [InlineData("/file")]
    [InlineData("/file?path=/etc/passwd")]
    [InlineData("/file?path=//etc/passwd")]
    [InlineData("/report/../index.html")]
    [InlineData("/report/..%2findex.html")]
    [InlineData("/report/%2e%2e/index.html")]
    [InlineData("/report/%2e%2e%2findex.html")]
    [InlineData("/report/")]
    [InlineData("/report//index.html")]
    [InlineData("/../index.html")]
    [InlineData("/wwwroot/index.html")]
    [InlineData("/js/../../style.css.map")]
    [InlineData("/api/run?path=..")]
    [InlineData("/api/cases?manifest=../m.csv")]
    [InlineData("/api/study?path=../s.yaml")]
    public async Task Should_not_leave_it(string address)
    {
        await using var server = await RunningServer.Start(inside);
        using var answer = await server.Get(address);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret\n", text, StringComparison.Ordinal);
        // "/report/../index.html" is "/index.html" to every client and server: the page itself
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest || text.StartsWith("<!doctype html>", StringComparison.Ordinal), $"{(int)answer.StatusCode}: {text}");
        Assert.NotEqual("secret", text);
    }

    [Fact]
    public async Task Should_follow_links_only_to_what_is_inside()
    {
        File.CreateSymbolicLink(Path.Combine(inside, "out.nii.gz"), folder.File("secret.nii.gz"));
        File.CreateSymbolicLink(Path.Combine(inside, "out2.nii.gz"), "../secret.nii.gz");
        File.CreateSymbolicLink(Path.Combine(inside, "in.nii.gz"), "scan.nii.gz");
        Directory.CreateSymbolicLink(Path.Combine(inside, "up"), "..");
        Directory.CreateSymbolicLink(Path.Combine(inside, "chain"), "up");
        File.CreateSymbolicLink(Path.Combine(inside, "circle.nii.gz"), "circle.nii.gz");
        await using var server = await RunningServer.Start(inside);
        foreach (string path in new[] { "out.nii.gz", "out2.nii.gz", "up/secret.nii.gz", "chain/secret.nii.gz", "circle.nii.gz", "up/served/../secret.nii.gz" })
            Assert.Equal(HttpStatusCode.NotFound, await server.Status(RunningServer.FileAt(path)));
        Assert.Equal(HttpStatusCode.NotFound, await server.Status("/report/up/index.html"));
        Assert.Equal(HttpStatusCode.OK, await server.Status(RunningServer.FileAt("in.nii.gz")));
        Assert.Equal(HttpStatusCode.OK, await server.Status(RunningServer.FileAt("up/served/scan.nii.gz")));
    }

    [Fact]
    public async Task Should_serve_a_folder_that_is_itself_a_link()
    {
        Directory.CreateSymbolicLink(folder.File("link"), inside);
        await using var server = await RunningServer.Start(folder.File("link"));
        Assert.Equal(HttpStatusCode.OK, await server.Status(RunningServer.FileAt("scan.nii.gz")));
    }

    [Fact]
    public async Task Should_give_scans_byte_by_byte_and_no_other_file()
    {
        folder.Write("served/notes.txt", "private");
        folder.Write("served/empty.nii.gz", "");
        await using var server = await RunningServer.Start(inside);
        using var answer = await server.Get(RunningServer.FileAt("scan.nii.gz"));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(inside, "scan.nii.gz")), await answer.Content.ReadAsByteArrayAsync());
        foreach (string path in new[] { "notes.txt", "empty.nii.gz", "nothing.nii.gz", "." })
            Assert.Equal(HttpStatusCode.NotFound, await server.Status(RunningServer.FileAt(path)));
    }

    [Fact]
    public async Task Should_show_reports_without_letting_them_run_anything()
    {
        folder.Write("served/s.report/index.html", "<script>alert(1)</script>");
        folder.Write("served/s.report/results.json", "{}");
        folder.Write("served/s.report/notes.txt", "private");
        folder.Write("served/other/index.html", "no report");
        await using var server = await RunningServer.Start(inside);
        using var page = await server.Get("/report/s.report/index.html");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("sandbox ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await server.Status("/report/other/index.html"));
        Assert.Equal(HttpStatusCode.NotFound, await server.Status("/report/s.report/notes.txt"));
    }

    [Fact]
    public async Task Should_write_nothing()
    {
        Runs.Write(Path.Combine(inside, "runs", "a"), done: false);
        folder.Write("served/runs/a/.lock", "");
        var before = State();
        await using var server = await RunningServer.Start(inside);
        await server.Json("/api/index");
        await server.Json("/api/run?path=runs/a");
        Assert.Equal(before, State());
    }

    List<(string, long, DateTime)> State() => [.. Directory.EnumerateFileSystemEntries(inside, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => (path, File.Exists(path) ? new FileInfo(path).Length : -1, File.GetLastWriteTimeUtc(path)))];

    public void Dispose() => folder.Dispose();
}
