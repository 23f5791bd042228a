namespace SiteAdapt.Data;

/// <summary>Reads a radiograph, and says what is wrong with it.</summary>
static class RadiographCheck
{
    const int ThumbnailSide = 160;

    public static bool IsRadiograph(Case item) => Path.GetExtension(item.Image).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG";

    public static CheckedCase Of(Case item)
    {
        try
        {
            GreyImage image = ImageDecoder.Decode(File.ReadAllBytes(item.Image));
            string? pixels = PixelHash.Of(image);
            float[] values = Array.ConvertAll(image.Pixels, value => value / (float)image.Max);
            return new CheckedCase(item)
            {
                Size = new Imaging.Size3(image.Width, image.Height, 1), Pixels = pixels, Intensity = VolumeCheck.Percentiles(values), Slice = Thumbnail(image),
                Faults = pixels is null ? [CheckFault.Error("blank", item, $"all pixels of the image are {image.Pixels[0]} ({item.Image})")] : [],
            };
        }
        catch (Exception e) when (e is UnreadableImageException or IOException or UnauthorizedAccessException)
        {
            return new CheckedCase(item) { Faults = [CheckFault.Error("unreadable", item, $"image: {e.Message} ({item.Image})")] };
        }
    }

    /// <summary>As <see cref="CheckSlice"/> lies: its first axis runs to the left of a picture, its second one up.</summary>
    static CheckSlice Thumbnail(GreyImage image)
    {
        int step = Math.Max(1, (Math.Max(image.Width, image.Height) + ThumbnailSide - 1) / ThumbnailSide);
        int height = (image.Width + step - 1) / step, width = (image.Height + step - 1) / step;
        float[] pixels = [.. from x in Enumerable.Range(0, height) from y in Enumerable.Range(0, width) select (float)image.Pixels[(width - 1 - y) * step * image.Width + (height - 1 - x) * step]];
        return new CheckSlice(pixels, [], height, width, 1);
    }
}
