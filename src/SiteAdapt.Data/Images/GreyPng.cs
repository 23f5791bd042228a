using NetVips;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Writes grey images of 16 bits.</summary>
public static class GreyPng
{
    /// <param name="pixels">Row by row.</param>
    public static void Write(string path, ushort[] pixels, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != width * height) throw new ArgumentException($"{pixels.Length} pixels do not fill {width} x {height}", nameof(pixels));
        using var image = Image.NewFromMemory(pixels, width, height, 1, Enums.BandFormat.Ushort);
        byte[] file = image.PngsaveBuffer(bitdepth: 16);
        AtomicFile.Write(path, stream => stream.Write(file));
    }
}
