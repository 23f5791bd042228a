using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SiteAdapt.Serve;

/// <summary>The page, its script and NiiVue: files that travel inside the assembly, read when they are first asked for.</summary>
sealed class EmbeddedAssets
{
    const string Folder = "wwwroot/";
    static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    readonly Dictionary<string, Lazy<(byte[] Bytes, string Tag)>> files = typeof(EmbeddedAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && Types.ContainsKey(Path.GetExtension(name)))
        .ToDictionary(name => name[Folder.Length..], name => new Lazy<(byte[], string)>(() => Read(name)), StringComparer.Ordinal);

    /// <returns>False where there is no such file.</returns>
    public async Task<bool> TrySend(HttpContext context, string name)
    {
        if (!files.TryGetValue(name, out var file)) return false;
        var (bytes, tag) = file.Value;
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache"; // asked for again with its tag, so that another version is seen at once
        if (context.Request.Headers.IfNoneMatch.Contains(tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }
        context.Response.ContentType = Types[Path.GetExtension(name)];
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
        return true;
    }

    static (byte[] Bytes, string Tag) Read(string name)
    {
        using var stream = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
    }
}
