using System.Runtime.ExceptionServices;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// <see cref="PixelHash"/> of volumes, remembered in a cache folder by what is in their files. Preparing a case leaves its hash here, since it
/// decodes the image anyway; the others are decoded once.
/// </summary>
public sealed class PixelHashes
{
    /// <summary>Stands where an image has no hash, because all of it has one value.</summary>
    internal const string Blank = "blank";

    readonly string folder;
    readonly ContentHashes contents;

    internal PixelHashes(string folder, ContentHashes contents) => (this.folder, this.contents) = (folder, contents);

    /// <summary>By image path. Null: blank, or a file that cannot be read (whoever uses the case will say so).</summary>
    /// <param name="progress">Told how many are known of how many, and the last one's case.</param>
    public IReadOnlyDictionary<string, string?> Of(IReadOnlyList<Case> cases, Action<int, int, string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var hashes = new Dictionary<string, string?>(StringComparer.Ordinal);
        var unknown = new List<(Case Case, string Content)>();
        foreach (Case item in cases.DistinctBy(item => item.Image))
        {
            string? content = ContentOf(item.Image), hash = content is null ? null : Remembered(content);
            hashes[item.Image] = hash == Blank ? null : hash;
            if (content is not null && hash is null) unknown.Add((item, content));
        }
        int done = hashes.Count - unknown.Count;
        // Only decoding is done side by side (a volume in memory each), so that files change in a fixed order
        foreach (var some in unknown.Chunk(Math.Min(4, Environment.ProcessorCount)))
            foreach (var ((item, content), hash) in some.Zip(Decode([.. some.Select(entry => entry.Case)])))
            {
                if (hash is not null) TryRemember(content, hash);
                hashes[item.Image] = hash == Blank ? null : hash;
                progress?.Invoke(++done, hashes.Count, item.Id);
            }
        return hashes;
    }

    /// <summary>What preparing a case has found out. Not flushed: a note that a power cut spoils is not believed, and made again.</summary>
    internal void Remember(string content, string? hash) =>
        AtomicFile.Write(NoteOf(content), stream => stream.Write(Encoding.ASCII.GetBytes($"{hash ?? Blank}\n")), flushToDisk: false);

    void TryRemember(string content, string hash)
    {
        try
        {
            Remember(content, hash);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that may only be read still serves; the image is decoded again next time
        }
    }

    static string?[] Decode(Case[] cases)
    {
        string?[] hashes = new string?[cases.Length];
        try
        {
            Parallel.For(0, cases.Length, i => hashes[i] = Decode(cases[i].Image));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return hashes;
    }

    static string? Decode(string image)
    {
        try
        {
            return PixelHash.Of(Nifti.Read(image).Volume) ?? Blank;
        }
        catch (InputException)
        {
            return null;
        }
    }

    string? ContentOf(string image)
    {
        try
        {
            return contents.Of(image);
        }
        catch (InputException)
        {
            return null;
        }
    }

    string NoteOf(string content) => Path.Combine(folder, content[..32] + ".pixels");

    string? Remembered(string content)
    {
        string note = NoteOf(content);
        if (!File.Exists(note)) return null;
        string text = File.ReadAllText(note).TrimEnd('\n');
        return IsHash(text) ? text : null;
    }

    /// <summary>Whether a text is a hash, or says that the image is blank.</summary>
    internal static bool IsHash(string text) => text == Blank || (text.Length == 64 && text.All(char.IsAsciiHexDigitLower));
}
