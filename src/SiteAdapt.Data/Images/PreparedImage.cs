using System.Security.Cryptography;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A prepared image in the cache: one slice [side][side] of values from 0 to 1. It holds no open file: each read opens and closes
/// it. The first read checks every byte; an entry that is missing or damaged is made again. Any number of threads may read at once.
/// </summary>
public sealed class PreparedImage : IPreparedCase
{
    readonly ImageStore store;
    volatile bool verified;
    float smallest = float.NaN;

    internal PreparedImage(Case source, ImageHashes hashes, ImageStore store) => (Case, Content, Pixels, this.store) = (source, hashes.Content, hashes.Pixels, store);

    public Case Case { get; }

    /// <summary>SHA-256 of the image file.</summary>
    public string Content { get; }

    /// <summary><see cref="PixelHash"/> of the image as it is in its file; null: blank.</summary>
    public string? Pixels { get; }

    public int SliceCount => 1;

    public int Height => store.Side;

    public int Width => store.Side;

    public float FillValue(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slice, 0);
        if (float.IsNaN(smallest)) Read([]);
        return smallest;
    }

    /// <summary>Copies the image [H][W] into the beginning of <paramref name="destination"/>.</summary>
    /// <exception cref="InputException">The entry had to be made again, and the image is gone or another one.</exception>
    public void ReadImage(int slice, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slice, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, Height * Width);
        Read(destination);
    }

    void Read(Span<float> destination)
    {
        try
        {
            if (!store.TryRead(Content, !verified, destination, out float fill))
            {
                Rebuild();
                if (!store.TryRead(Content, verify: true, destination, out fill))
                    throw new InputException($"{store.PathOf(Content)}: the cache entry of case '{Case.Id}' is damaged although it was just written; " +
                        "check the disk or use another cache folder");
            }
            (smallest, verified) = (fill, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{store.PathOf(Content)}: the cache entry of case '{Case.Id}' cannot be read: {e.Message}", e);
        }
    }

    void Rebuild()
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(Case.Image);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Case.Image}: the image of case '{Case.Id}' has to be prepared again and cannot be read: {e.Message}", e);
        }
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != Content)
            throw new InputException($"{Case.Image}: the image of case '{Case.Id}' has changed since it was prepared; start again");
        store.Build(Content, file);
    }
}
