using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteAdapt.Serve.Tests;

/// <summary>A headless Chromium, driven over its DevTools protocol. WebGL is drawn by the processor (SwiftShader), as in continuous integration.</summary>
sealed class Browser : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);
    readonly TemporaryFolder profile = new();
    readonly ClientWebSocket socket = new();
    readonly Process process;
    int asked;

    Browser(Process process) => this.process = process;

    /// <summary>What the page complained of: faults of the script, and what the content security policy refused.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Browser> Start(string program)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        var browser = new Browser(new Process { StartInfo = start });
        foreach (string argument in new[]
        {
            "--headless=new", "--no-sandbox", "--no-first-run", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
            "--user-data-dir=" + browser.profile.Path, "about:blank",
        }) start.ArgumentList.Add(argument);
        browser.process.Start();
        _ = browser.process.StandardOutput.ReadToEndAsync();
        Uri? endpoint = null;
        while (endpoint is null && await browser.process.StandardError.ReadLineAsync() is { } line)
            if (line.StartsWith("DevTools listening on ", StringComparison.Ordinal)) endpoint = new Uri(line["DevTools listening on ".Length..]);
        Assert.True(endpoint is not null, "Chromium ended before it listened");
        _ = browser.process.StandardError.ReadToEndAsync();
        using var http = new HttpClient();
        var targets = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{endpoint.Port}/json/list")))!.AsArray();
        await browser.socket.ConnectAsync(new Uri((string)targets.First(target => (string?)target!["type"] == "page")!["webSocketDebuggerUrl"]!), CancellationToken.None);
        foreach (string domain in new[] { "Page", "Runtime", "Log" }) await browser.Call(domain + ".enable");
        return browser;
    }

    public async Task Show(Uri address, int width = 1280, int height = 900, bool dark = false)
    {
        await Call("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await Call("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
        await Call("Page.navigate", new JsonObject { ["url"] = "about:blank" });
        await Call("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
    }

    /// <summary>What an expression gives in the page, as JSON.</summary>
    public async Task<JsonNode?> Ask(string expression)
    {
        var answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(answer["exceptionDetails"] is null, $"{expression}: {answer["exceptionDetails"]?.ToJsonString()}");
        return answer["result"]?["value"];
    }

    /// <summary>Waits until an expression is true in the page.</summary>
    public async Task Until(string expression)
    {
        var clock = Stopwatch.StartNew();
        while ((await Ask($"!!({expression})"))?.GetValue<bool>() != true)
        {
            Assert.True(clock.Elapsed < Patience, $"not true after {Patience.TotalSeconds} s: {expression}; the page says: {await Ask("document.body.innerText.slice(0, 600)")}; {string.Join("; ", Complaints)}");
            await Task.Delay(50);
        }
    }

    public async Task Press(string key)
    {
        foreach (string type in new[] { "keyDown", "keyUp" })
            await Call("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["text"] = type == "keyDown" && key.Length == 1 ? key : key == "Enter" && type == "keyDown" ? "\r" : "", ["windowsVirtualKeyCode"] = key switch { "Enter" => 13, "Tab" => 9, _ => 0 } });
    }

    /// <summary>A picture of the page as PNG.</summary>
    public async Task<byte[]> Picture() => Convert.FromBase64String((string)(await Call("Page.captureScreenshot", new JsonObject { ["format"] = "png" }))["data"]!);

    async Task<JsonNode> Call(string method, JsonObject? values = null)
    {
        int id = ++asked;
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = values ?? [] }), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var message = await Receive();
            if ((string?)message["method"] == "Runtime.exceptionThrown") Complaints.Add(message["params"]!.ToJsonString());
            if ((string?)message["method"] == "Log.entryAdded" && (string?)message["params"]!["entry"]!["level"] == "error") Complaints.Add(message["params"]!["entry"]!.ToJsonString());
            if ((int?)message["id"] == id) return message["result"] ?? throw new InvalidOperationException($"{method}: {message["error"]?.ToJsonString()}");
        }
    }

    async Task<JsonNode> Receive()
    {
        using var stop = new CancellationTokenSource(Patience);
        using var text = new MemoryStream();
        byte[] part = new byte[1 << 16];
        WebSocketReceiveResult got;
        do
        {
            got = await socket.ReceiveAsync(part, stop.Token);
            text.Write(part, 0, got.Count);
        }
        while (!got.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        try
        {
            profile.Dispose();
        }
        catch (IOException)
        {
            // A process of its own may still be writing into its profile.
        }
    }
}
