using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A single image as the network sees it, without a cache: for prediction.</summary>
public static class ImageFile
{
    /// <summary>Decodes and resizes a PNG or JPEG file; the values are those that the cache would give.</summary>
    /// <exception cref="InputException">The file cannot be read or is no image.</exception>
    public static ISliceSource Read(string path, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > ImageDecoder.MaxBytes and var length })
                throw new UnreadableImageException($"it has {length >> 20} MB; expected at most {ImageDecoder.MaxBytes >> 20}");
            GreyImage decoded = ImageDecoder.Decode(File.ReadAllBytes(path));
            ushort[] pixels = ImageResize.ToSquare(task.Aspect == ImageAspect.Crop ? decoded.CentreSquare() : decoded, task.Window);
            return new InMemory(PreparedImageFile.ToBytes(pixels, task.Window), task.Window);
        }
        catch (UnreadableImageException e)
        {
            throw new InputException($"{path}: cannot be used: {e.Message}. Expected a grey PNG or JPEG; leave the file out, or use --skip-unreadable.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    sealed class InMemory(byte[] bytes, int side) : ISliceSource
    {
        public int SliceCount => 1;

        public int Height => side;

        public int Width => side;

        public float FillValue(int slice) => PreparedImageFile.SmallestOf(bytes);

        public void ReadImage(int slice, Span<float> destination) => PreparedImageFile.ReadPixels(bytes, destination);
    }
}
