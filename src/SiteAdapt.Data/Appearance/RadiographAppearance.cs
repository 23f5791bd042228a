using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Measures a radiograph, in its own pixels; its length is the image's width, because millimetres are not known.</summary>
static class RadiographAppearance
{
    /// <exception cref="InputException">The file cannot be read or is no image.</exception>
    public static CaseAppearance Of(Case item)
    {
        GreyImage image;
        try
        {
            image = ImageDecoder.Decode(File.ReadAllBytes(item.Image));
        }
        catch (Exception e) when (e is UnreadableImageException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"case '{item.Id}' of site '{item.Site}': image: {e.Message} ({item.Image})", e);
        }
        double pixel = 1.0 / image.Width;
        var volume = new Volume(Grid.FromSpacing(new Size3(image.Width, image.Height, 1), new Spacing(pixel, pixel, 1)), Array.ConvertAll(image.Pixels, value => value / (float)image.Max));
        byte[] region = new byte[volume.Voxels.Length];
        Array.Fill(region, (byte)1);
        var measured = new RegionMeasures(volume, region, sliceAxis: 2, zero: 0, hasField: false);
        return new CaseAppearance(item,
            [image.Width, (double)image.Width / image.Height, measured.Level, measured.DarkToMiddle, measured.MiddleToBright, measured.Noise, measured.Sharpness],
            new HistogramRange(0, 1).Shares([.. volume.Voxels.Select(value => (double)value)]), measured.RawQuantiles);
    }
}
