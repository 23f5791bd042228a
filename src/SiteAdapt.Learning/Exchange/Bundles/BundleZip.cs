using System.IO.Compression;
using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// A folder as one zip file whose bytes depend on its content alone: entries in the order of their names, one date, nothing compressed
/// (weights do not shrink). The list of SHA-256 sums goes last; <c>sha256sum -c</c> reads it after unzipping.
/// </summary>
static class BundleZip
{
    public const string Sums = "SHA256SUMS";

    /// <summary>Nothing in a bundle is compressed. One that was packed again may be, but not so that it unpacks to many times its size.</summary>
    static long LargestContent(string path) => 2 * new FileInfo(path).Length + (64 << 20);

    static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(string path, string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), Path: file))
            .Where(file => !file.Name.Split('/').Any(part => part.StartsWith('.'))) // locks
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, file) in files)
            {
                using var source = File.OpenRead(file);
                Add(zip, name, source);
            }
            string sums = string.Concat(files.Select(file => $"{Hash(file.Path)}  {file.Name}\n"));
            Add(zip, Sums, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(sums)));
        });
    }

    /// <summary>Unpacks into an empty folder, after every name and with every checksum checked.</summary>
    /// <exception cref="InputException">Not a bundle, a name that would leave the folder, or content that is not what the list says.</exception>
    public static void Extract(string path, string folder)
    {
        if (!File.Exists(path)) throw new InputException($"there is no file '{path}'. Expected a bundle, as 'siteadapt model bundle' writes it.");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            RequireSafe(path, zip);
            foreach (var entry in zip.Entries) Extract(path, entry, Path.Combine(folder, entry.FullName));
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"{path}: is not a zip file, or a damaged one ({fault.Message}). Expected a bundle; copy it again.", fault);
        }
        Check(path, folder);
    }

    static void Add(ZipArchive zip, string name, Stream content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        (entry.LastWriteTime, entry.ExternalAttributes) = (Date, 0);
        using var target = entry.Open();
        content.CopyTo(target);
    }

    static void RequireSafe(string path, ZipArchive zip)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long left = LargestContent(path);
        foreach (var entry in zip.Entries)
        {
            string name = entry.FullName;
            bool inside = name.Length > 0 && !name.Contains('\\') && !name.Contains(':') && !name.Any(char.IsControl)
                && name.Split('/').All(part => part.Length > 0 && part[0] != '.');
            if (!inside) throw new InputException($"{path}: has an entry '{name}', which is not a plain file below the bundle's folder. Do not trust this file.");
            if (!names.Add(name)) throw new InputException($"{path}: has two entries '{name}'. Do not trust this file.");
            left -= entry.Length; // of the directory; what comes out is held against it
            if (entry.Length < 0 || left < 0) throw new InputException($"{path}: says that it holds more than {LargestContent(path)} bytes, with {entry.Length} of '{name}'. Do not trust this file.");
        }
    }

    static void Extract(string path, ZipArchiveEntry entry, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var source = entry.Open();
        using var file = new FileStream(target, FileMode.CreateNew);
        var buffer = new byte[1 << 16];
        long left = entry.Length;
        for (int count; (count = source.Read(buffer)) > 0; left -= count)
        {
            if (count > left) throw new InputException($"{path}: '{entry.FullName}' is longer than it says. Do not trust this file.");
            file.Write(buffer, 0, count);
        }
    }

    static void Check(string path, string folder)
    {
        string list = Path.Combine(folder, Sums);
        if (!File.Exists(list)) throw new InputException($"{path}: has no {Sums}; it is not a bundle of this program.");
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in File.ReadAllLines(list))
            if (line.Length < 67 || line[64..66] != "  " || !expected.TryAdd(line[66..], line[..64])) throw new InputException($"{path}: {Sums} has the line '{line}'; expected '<SHA-256>  <file>', each file once.");
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (name == Sums) continue;
            if (!expected.Remove(name, out string? sum)) throw new InputException($"{path}: {Sums} has no line for '{name}'; the bundle was changed.");
            if (Hash(file) != sum) throw new InputException($"{path}: '{name}' is not what {Sums} says; the bundle was changed or damaged. Copy it again.");
        }
        if (expected.Count > 0) throw new InputException($"{path}: '{expected.Keys.First()}' is missing; the bundle is not complete.");
    }

    static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
