using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>One manifest of several: sites that were imported apart, such as two radiograph collections.</summary>
public static class JoinedManifest
{
    /// <summary>Where the joined manifest of a study stands, below its results.</summary>
    public static string PathOf(string results, IReadOnlyList<string> manifests) =>
        Path.Combine(results, $"joined-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', manifests))))[..8]}.csv");

    /// <summary>Writes it anew and reads it back, so that it is checked like any other. Null while one of them is not there.</summary>
    /// <exception cref="Imaging.InputException">A manifest cannot be read, or two of them name the same case.</exception>
    public static Manifest? Make(string path, IReadOnlyList<string> manifests)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        if (!manifests.All(File.Exists)) return null;
        new Manifest(path, [.. manifests.SelectMany(manifest => Manifest.Read(manifest, checkFiles: false).Cases)]).Write();
        return Manifest.Read(path, checkFiles: false);
    }
}
