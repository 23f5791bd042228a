using System.Net;
using Microsoft.AspNetCore.Http;

namespace SiteAdapt.Serve;

/// <summary>
/// Which names of this server a request may use. A page of another site can make its own name point to this machine (DNS
/// rebinding); then the browser still says that other name in the Host header. Ports are not compared: they change in an SSH tunnel.
/// </summary>
sealed class HostRule(string? host)
{
    static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    public bool Allows(HostString asked)
    {
        if (!asked.HasValue) return false;
        string name = asked.Host;
        if (Loopback.Contains(name, StringComparer.OrdinalIgnoreCase)) return true;
        if (host is null) return false;
        // An address is no name that could be pointed elsewhere.
        return IPAddress.TryParse(name, out _) || Is(name, host) || Is(name, Environment.MachineName);
    }

    static bool Is(string name, string known) => string.Equals(name, known, StringComparison.OrdinalIgnoreCase);
}
