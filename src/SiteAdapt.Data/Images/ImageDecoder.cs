using System.Numerics;
using NetVips;

namespace SiteAdapt.Data;

/// <summary>
/// PNG and JPEG files as grey images, by libvips: it gives 16-bit grey as it stands in the file (Skia, which draws the pictures,
/// gives its upper 8 bits). Colour becomes luma (Rec. 601; equal channels keep their value), transparency is dropped. Nothing
/// is corrected for gamma or colour profiles: a radiograph's values are not display colours.
/// </summary>
static class ImageDecoder
{
    /// <summary>More than any detector has; a header may claim any size.</summary>
    public const int MaxPixels = 1 << 26;
    public const int MaxBytes = 1 << 28;

    // Deflate shrinks to a 1032nd at most, JPEG to no less. So much as the second is decoded whatever the header says.
    const long DeflateLimit = 1032, SurelyHeld = 1 << 24;

    static ImageDecoder()
    {
        // Images are decoded side by side, one thread each; what libvips would say on stderr is in the exception
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, (_, _, _) => { });
    }

    /// <exception cref="UnreadableImageException">Its message says what is wrong, without the file's name.</exception>
    public static GreyImage Decode(byte[] file)
    {
        Func<Image> open = file switch
        {
            [] => throw new UnreadableImageException("the file is empty"),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] =>
                () => Image.PngloadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
            [0xFF, 0xD8, 0xFF, ..] => () => Image.JpegloadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
            _ when file.Length > 132 && file.AsSpan(128, 4).SequenceEqual("DICM"u8) =>
                throw new UnreadableImageException("this is DICOM; convert it to a grey PNG of 16 bits first"),
            _ => throw new UnreadableImageException("this is neither PNG nor JPEG"),
        };
        try
        {
            using Image image = open();
            RequireRoom(image, file.Length);
            return Read(image);
        }
        catch (VipsException e)
        {
            // Its text is shared by all threads and could be about another file
            throw new UnreadableImageException("it begins as an image, but is cut short or damaged", e);
        }
    }

    /// <summary>Memory for all pixels is taken before the first one is decoded: no more than the file can hold.</summary>
    static void RequireRoom(Image image, int bytes)
    {
        if ((long)image.Width * image.Height > MaxPixels)
            throw new UnreadableImageException($"its header says {image.Width} x {image.Height} pixels; expected at most {MaxPixels >> 20} million");
        bool wide = image.Format == Enums.BandFormat.Ushort;
        long needed = (long)image.Width * image.Height * image.Bands * (wide ? 2 : 1), held = DeflateLimit * bytes * (wide ? 1 : 8); // a byte of grey may have been a bit
        if (needed > Math.Max(SurelyHeld, held))
            throw new UnreadableImageException($"its header says {image.Width} x {image.Height} pixels, which {bytes} bytes cannot hold");
    }

    static GreyImage Read(Image image)
    {
        bool known = image.Interpretation is Enums.Interpretation.Bw or Enums.Interpretation.Grey16 or Enums.Interpretation.Srgb or Enums.Interpretation.Rgb16;
        if (!known || image.Bands > 4) throw new UnreadableImageException($"it is neither grey nor RGB ({image.Bands} channels, {image.Interpretation})");
        return image.Format switch
        {
            Enums.BandFormat.Uchar => new GreyImage(image.Width, image.Height, byte.MaxValue, Grey(image.WriteToMemory<byte>(), image.Bands)),
            Enums.BandFormat.Ushort => new GreyImage(image.Width, image.Height, ushort.MaxValue, Grey(image.WriteToMemory<ushort>(), image.Bands)),
            var format => throw new UnreadableImageException($"its pixels are of type {format}; expected 8 or 16 bits"),
        };
    }

    static ushort[] Grey<T>(T[] values, int bands) where T : struct, IBinaryInteger<T>
    {
        ushort[] grey = new ushort[values.Length / bands];
        for (int i = 0, at = 0; i < grey.Length; i++, at += bands)
            grey[i] = bands < 3 ? ushort.CreateTruncating(values[at])
                : Luma(int.CreateTruncating(values[at]), int.CreateTruncating(values[at + 1]), int.CreateTruncating(values[at + 2]));
        return grey;
    }

    static ushort Luma(int red, int green, int blue) => (ushort)((299 * red + 587 * green + 114 * blue + 500) / 1000);
}
