using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SiteAdapt.Imaging;

namespace SiteAdapt.Serve;

/// <summary>The web server of <c>siteadapt serve</c>, while it runs.</summary>
public sealed class SiteServer : IAsyncDisposable
{
    readonly WebApplication app;

    SiteServer(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    /// <summary>What to open in a browser, with the token where one is asked for.</summary>
    public Uri Address { get; }

    /// <exception cref="InputException">There is no such folder, or the host or port cannot be had.</exception>
    public static async Task<SiteServer> Start(ServeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Port is < 0 or > IPEndPoint.MaxPort) throw new InputException($"--port: is {options.Port}; expected 0 (any free one) to {IPEndPoint.MaxPort}.");
        var folder = new ServedFolder(options.Folder);
        try
        {
            return await Listen(options, folder, options.Port ?? ServeOptions.DefaultPort);
        }
        catch (IOException) when (options.Port is null)
        {
            return await Listen(options, folder, 0);
        }
        catch (IOException fault)
        {
            throw new InputException($"--port: {options.Port} cannot be had on {options.Host ?? "localhost"} ({fault.Message}). Give another port, or 0 for any free one.", fault);
        }
        catch (SocketException fault)
        {
            throw new InputException($"--host, --port: cannot listen on {options.Host ?? "localhost"}:{options.Port ?? ServeOptions.DefaultPort} ({fault.Message}). Give a name or address of this machine, and a port above 1023.", fault);
        }
    }

    static async Task<SiteServer> Listen(ServeOptions options, ServedFolder folder, int port)
    {
        var token = options.Host is not null || options.WithToken ? new AccessToken() : null;
        var (gate, pages) = (new RequestGate(new HostRule(options.Host), token), new Pages(folder));
        // Empty: nothing in the environment or in a settings file can open another port.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = folder.Root });
        var listenOn = await AddressOf(options.Host);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(listenOn, port);
        });
        var app = builder.Build();
        app.Run(context => gate.Pass(context, pages.Answer));
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        _ = Task.Run(pages.LookAhead);
        return new SiteServer(app, AddressOf(app, options.Host, token));
    }

    static async Task<IPAddress> AddressOf(string? host)
    {
        if (host is null) return IPAddress.Loopback;
        if (IPAddress.TryParse(host, out var address)) return address;
        return (await Dns.GetHostAddressesAsync(host)).OrderBy(found => found.AddressFamily).FirstOrDefault() ?? throw new InputException($"--host: '{host}' has no address.");
    }

    static Uri AddressOf(WebApplication app, string? host, AccessToken? token)
    {
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        // An address that means "all of this machine" is none that a browser could go to.
        string name = host is null ? "localhost" : IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) ? Environment.MachineName : host;
        return new UriBuilder("http", name, bound.Port) { Query = token is null ? "" : $"token={token.Text}" }.Uri;
    }

    public async ValueTask DisposeAsync()
    {
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2))) await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }
}
