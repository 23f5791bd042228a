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
        using var numbers = Image.NewFromMemory(pixels, width, height, 1, Enums.BandFormat.Ushort);
        // Without this, libvips takes them for values of 8 bits and cuts them off at 255
        using var image = numbers.Copy(interpretation: Enums.Interpretation.Grey16);
        byte[] file = image.PngsaveBuffer(bitdepth: 16);
        AtomicFile.Write(path, stream => stream.Write(file));
    }
}
