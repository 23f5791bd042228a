namespace SiteAdapt.Serve;

/// <summary>What is served, and to whom.</summary>
/// <param name="Folder">Nothing outside it is shown.</param>
public sealed record ServeOptions(string Folder)
{
    /// <summary>The port that is tried where none is asked for; if it is taken, any free one.</summary>
    public const int DefaultPort = 8087;

    /// <summary>Name or address to listen on; null: this machine alone (loopback).</summary>
    public string? Host { get; init; }

    /// <summary>0: any free one.</summary>
    public int? Port { get; init; }

    /// <summary>Ask for a token on loopback too: for a machine that several people are logged in to.</summary>
    public bool WithToken { get; init; }
}
