using System.Net;

namespace SiteAdapt.Serve.Tests;

/// <summary>Who may ask what: Host, method, token, headers.</summary>
public sealed class GateTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:99", HttpStatusCode.OK)] // another port: an SSH tunnel
    [InlineData("127.0.0.1:8087", HttpStatusCode.OK)]
    [InlineData("[::1]:8087", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.1.7", HttpStatusCode.MisdirectedRequest)]
    public async Task Should_answer_to_its_own_names_only(string host, HttpStatusCode expected)
    {
        await using var server = await RunningServer.Start(folder.Path);
        foreach (string address in new[] { "/", "/api/index", "/style.css", "/nothing" })
        {
            using var answer = await server.Get(address, host);
            Assert.Equal(address == "/nothing" && expected == HttpStatusCode.OK ? HttpStatusCode.NotFound : expected, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task Should_only_show(string method)
    {
        await using var server = await RunningServer.Start(folder.Path);
        using var answer = await server.Send(new HttpMethod(method), "/api/index");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Should_answer_HEAD_as_GET_without_a_body()
    {
        await using var server = await RunningServer.Start(folder.Path);
        using var answer = await server.Send(HttpMethod.Head, "/style.css");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 1000);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Should_let_the_page_load_nothing_from_elsewhere()
    {
        await using var server = await RunningServer.Start(folder.Path);
        using var answer = await server.Get("/");
        string policy = string.Join(';', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
        string page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("//", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_ask_for_the_token_of_its_address()
    {
        await using var server = await RunningServer.Start(folder.Path, token: true);
        string query = server.Address.Query;
        Assert.Matches("^\\?token=[0-9a-f]{48}$", query);
        foreach (string address in new[] { "/", "/api/index", "/js/main.js", "/?token=", "/?token=" + new string('0', 48) })
            Assert.Equal(HttpStatusCode.Unauthorized, await server.Status(address));

        using var first = await server.Get("/" + query);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        string cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var second = await server.Get("/api/index", cookie: cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        using var wrong = await server.Get("/api/index", cookie: cookie.Split('=')[0] + "=" + new string('0', 48));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task Should_never_listen_elsewhere_without_a_token()
    {
        await using var server = await RunningServer.Start(folder.Path, host: "0.0.0.0");
        Assert.Contains("token=", server.Address.Query, StringComparison.Ordinal);
        Uri here = new($"http://127.0.0.1:{server.Address.Port}/api/index");
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(here)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(here + server.Address.Query)).StatusCode);
    }

    [Fact]
    public async Task Should_say_that_a_port_is_taken_and_take_another_where_none_was_asked_for()
    {
        await using var first = await RunningServer.Start(folder.Path);
        var fault = await Assert.ThrowsAsync<Imaging.InputException>(() => SiteServer.Start(new ServeOptions(folder.Path) { Port = first.Address.Port }));
        Assert.Contains($"--port: {first.Address.Port}", fault.Message, StringComparison.Ordinal);
        await using var second = await SiteServer.Start(new ServeOptions(folder.Path));
        await using var third = await SiteServer.Start(new ServeOptions(folder.Path));
        Assert.NotEqual(second.Address.Port, third.Address.Port);
    }

    public void Dispose() => folder.Dispose();
}
