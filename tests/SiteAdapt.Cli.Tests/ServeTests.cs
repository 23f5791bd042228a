using System.Net;
using System.Net.Sockets;

namespace SiteAdapt.Cli.Tests;

/// <summary>The web server as a verb; what it shows is tested in SiteAdapt.Serve.Tests.</summary>
public sealed class ServeTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [CtrlCFact]
    public async Task Should_serve_until_ctrl_c_and_leave_nothing_behind()
    {
        int port = FreePort();
        using var server = SiteAdaptProcess.Start(folder.Path, "serve", "--port", $"{port}");
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
        while (!server.HasExited && await Page(client) is not HttpStatusCode.OK) await Task.Delay(50);
        server.PressCtrlC();
        var outcome = server.Wait().Should(ExitCode.Done);
        Assert.Equal(client.BaseAddress.AbsoluteUri, outcome.Output.Trim());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Should_refuse_what_it_cannot_serve()
    {
        SiteAdaptProcess.Run(folder.Path, "serve", "nowhere").BeRefused("nowhere", "there is no such folder");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        SiteAdaptProcess.Run(folder.Path, "serve", "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}").BeRefused("--port", "another port");
        SiteAdaptProcess.Run(folder.Path, "serve", "--port", "70000").BeRefused("--port", "70000", "65535");
    }

    static async Task<HttpStatusCode?> Page(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null; // not yet
        }
    }

    static int FreePort()
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }

    public void Dispose() => folder.Dispose();
}
