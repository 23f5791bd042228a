using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SiteAdapt.Serve.Tests;

/// <summary>A real server on a free port, and a client that follows nothing by itself.</summary>
sealed class RunningServer : IAsyncDisposable
{
    readonly SiteServer server;
    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    RunningServer(SiteServer server) => this.server = server;

    public Uri Address => server.Address;

    public static async Task<RunningServer> Start(string folder, string? host = null, bool token = false) =>
        new(await SiteServer.Start(new ServeOptions(folder) { Port = 0, Host = host, WithToken = token }));

    public static string FileAt(string path) => "file?path=" + Uri.EscapeDataString(path);

    public Task<HttpResponseMessage> Get(string address, string? host = null, string? cookie = null) => Send(HttpMethod.Get, address, host, cookie);

    public Task<HttpResponseMessage> Send(HttpMethod method, string address, string? host = null, string? cookie = null)
    {
        var request = new HttpRequestMessage(method, new Uri(new Uri(server.Address.GetLeftPart(UriPartial.Authority)), address));
        if (host is not null) request.Headers.Host = host;
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return client.SendAsync(request);
    }

    public async Task<HttpStatusCode> Status(string address) => (await Get(address)).StatusCode;

    public async Task<JsonElement> Json(string address)
    {
        using var answer = await Get(address);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {text}");
        Assert.Equal(new MediaTypeHeaderValue("application/json", "utf-8"), answer.Content.Headers.ContentType);
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }
}
