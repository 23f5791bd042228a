using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Text files that a user gives.</summary>
public static class TextFile
{
    // A manifest of a million cases has some 100 MB; more is another kind of file
    const long Longest = 1L << 28;

    /// <exception cref="InputException">It cannot be read, or is far too long for a text that somebody wrote.</exception>
    public static string Read(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= Longest ? File.ReadAllText(path) : throw new InputException($"{path}: {length} bytes are too many for a text file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {e.Message}", e);
        }
    }
}
