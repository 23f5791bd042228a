using System.Security.Cryptography;
using System.Text;

namespace SiteAdapt.Data;

/// <summary>What data a run was made with, as 64 hexadecimal digits.</summary>
public static class DataFingerprint
{
    /// <summary>
    /// SHA-256 over the rows (paths relative to the manifest, so that a moved folder keeps it); with <paramref name="contents"/>
    /// also over what is in the images and labels.
    /// </summary>
    public static string Of(Manifest manifest, ContentHashes? contents = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var text = new StringBuilder(manifest.ToCsv());
        if (contents is not null)
            foreach (Case c in manifest.Cases)
                text.Append(contents.Of(c.Image)).Append(' ').Append(c.Label is null ? "-" : contents.Of(c.Label)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
