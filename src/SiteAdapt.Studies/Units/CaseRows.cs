using System.Security.Cryptography;
using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What a manifest says of the cases of a list, as one hash: who they are, which files, which findings, in which order.</summary>
static class CaseRows
{
    public static string Hash(Manifest manifest, IReadOnlyList<Case> cases)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in cases)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(
                new { item.Id, item.Subject, item.Site, Image = Relative(manifest, item.Image), Label = item.Label is null ? null : Relative(manifest, item.Label), item.Findings }, Json.Line));
            hash.AppendData("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Relative to the manifest, so that a folder of data may be moved.</summary>
    static string Relative(Manifest manifest, string file) => Path.GetRelativePath(manifest.Folder, file).Replace('\\', '/');
}
