using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A secret of the hospital that turns patient ids into names: HMAC-SHA256 of the id, its first 48 bits. The same key gives a
/// patient the same name in every import; who does not have it cannot find out whose name it is by trying all ids.
/// </summary>
public sealed class PatientKey
{
    const int Length = 32, ShownBytes = 6;
    readonly byte[] secret;

    PatientKey(byte[] secret) => this.secret = secret;

    /// <summary>Reads the key, or makes a new one where there is no such file, readable for its owner only.</summary>
    /// <exception cref="InputException">The file is no key.</exception>
    public static PatientKey Open(string path)
    {
        if (!File.Exists(path))
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(folder)) throw new InputException($"--key: {folder}: there is no such folder");
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length)) + "\n"));
        }
        try
        {
            byte[] secret = Convert.FromHexString(File.ReadAllText(path).Trim());
            if (secret.Length == Length) return new PatientKey(secret);
        }
        catch (FormatException)
        {
            // Said below.
        }
        throw new InputException($"--key: {path}: is no key; expected {2 * Length} hexadecimal digits. Name a file that is not there, and a new key is made.");
    }

    /// <summary>12 hexadecimal digits.</summary>
    public string NameOf(string patient) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(patient)).AsSpan(0, ShownBytes));
}
