using System.Security.Cryptography;
using System.Text;

namespace SiteAdapt.Serve;

/// <summary>A random word that the printed address carries. The page keeps it in a cookie of this session.</summary>
sealed class AccessToken
{
    const int Bytes = 24;
    readonly byte[] hash;

    public AccessToken()
    {
        // A secret is the one thing that must not follow from a seed.
        Text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        hash = Hash(Text);
    }

    public string Text { get; }

    /// <summary>Takes the same time for every wrong word.</summary>
    public bool Is(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), hash);

    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
