using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// The prepared images of one task in a cache folder, <c>ab/abcd....image</c> each, by the SHA-256 of the image's content and the
/// task's preparation settings. A file is open only while it is read, so that their number is not bounded by handles or mappings.
/// </summary>
sealed class ImageStore(string folder, TaskSettings task, TimeProvider? clock = null)
{
    readonly ConcurrentDictionary<string, bool> cleaned = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, HashSet<string>> listed = new(StringComparer.Ordinal);
    readonly string key = task.PreparationKey;

    public int Side => task.Window;

    /// <summary>The file of an image with this content, whether it is there or not.</summary>
    public string PathOf(string content)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{PreparedImageFile.FormatVersion}\n{content}\n{key}")));
        return Path.Combine(folder, name[..2], name + ".image");
    }

    /// <summary>Whether the entry was there when its folder was first asked for: a folder is listed once instead of a look for each file.</summary>
    public bool IsListed(string content)
    {
        string path = PathOf(content);
        return listed.GetOrAdd(Path.GetDirectoryName(path)!, List).Contains(Path.GetFileName(path));
    }

    static HashSet<string> List(string shard) =>
        Directory.Exists(shard) ? new(Directory.EnumerateFiles(shard).Select(file => Path.GetFileName(file)), StringComparer.Ordinal) : [];

    /// <summary>What killed processes left in a folder goes before the first entry is added to it.</summary>
    bool Clean(string shard)
    {
        Leftovers.Remove(shard, clock);
        return true;
    }

    /// <summary>Decodes, resizes and writes an image; returns its <see cref="PixelHash"/>.</summary>
    /// <exception cref="UnreadableImageException">The content is no image.</exception>
    public string? Build(string content, byte[] file)
    {
        GreyImage decoded = ImageDecoder.Decode(file);
        ushort[] pixels = ImageResize.ToSquare(task.Aspect == ImageAspect.Crop ? decoded.CentreSquare() : decoded, Side);
        string path = PathOf(content);
        _ = cleaned.GetOrAdd(Path.GetDirectoryName(path)!, Clean);
        try
        {
            AtomicFile.Write(path, stream => stream.Write(PreparedImageFile.ToBytes(pixels, Side)), flushToDisk: false);
            return PixelHash.Of(decoded);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the prepared image cannot be written: {e.Message}; use a cache folder with room and write access", e);
        }
    }

    /// <summary>Reads an entry's values, unless <paramref name="destination"/> is empty, and the smallest; false where it is missing or damaged.</summary>
    public bool TryRead(string content, bool verify, Span<float> destination, out float smallest)
    {
        smallest = 0;
        int length = PreparedImageFile.LengthOf(Side);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            using var handle = File.OpenHandle(PathOf(content), share: FileShare.Read | FileShare.Delete);
            Span<byte> bytes = buffer.AsSpan(0, length);
            if (RandomAccess.GetLength(handle) != length || ReadAll(handle, bytes) != length) return false;
            if (!(verify ? PreparedImageFile.IsIntact(bytes, Side) : PreparedImageFile.HasShape(bytes, Side))) return false;
            smallest = PreparedImageFile.SmallestOf(bytes);
            if (!destination.IsEmpty) PreparedImageFile.ReadPixels(bytes, destination);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static int ReadAll(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> bytes)
    {
        int done = 0;
        for (int count; done < bytes.Length && (count = RandomAccess.Read(handle, bytes[done..], done)) > 0;) done += count;
        return done;
    }
}
