using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Studies;

/// <summary>A thumbnail of each proposed case: of a volume the slice with most of the predicted mask and its outline, of a radiograph the image.</summary>
public sealed class NextPictures(Network network, TaskSettings task, TrainingData data, Device device)
{
    const int Side = 320;
    const string MaskColor = "#2BD9A8";

    /// <summary>In the order of the choice.</summary>
    public IReadOnlyList<FigureBlock> Of(NextCases answer, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return [.. answer.Chosen.Index().Select(entry => task.IsClassification ? Radiograph(entry.Index, entry.Item.Case, stop) : Volume(entry.Index, entry.Item.Case, stop))];
    }

    FigureBlock Volume(int place, Case item, CancellationToken stop)
    {
        using var prepared = data.Cache.Open(item.Unlabelled(), task);
        int area = prepared.Geometry.SliceSize;
        List<byte[]> masks = [.. Evaluator.Predict(network, task, device, prepared, stop).Select(mask => prepared.Geometry.ToSlices(mask.Voxels))];
        List<int> counts = [.. Enumerable.Range(0, prepared.SliceCount).Select(slice => masks.Sum(mask => mask.AsSpan(slice * area, area).Count((byte)1)))];
        int slice = counts.Max() > 0 ? counts.IndexOf(counts.Max()) : prepared.SliceCount / 2;
        var overlays = masks.Select((mask, s) => new SliceOverlay(task.Structures[s].Name, mask[(slice * area)..((slice + 1) * area)], MaskColor));
        string what = counts.Max() > 0 ? FormattableString.Invariant($"slice {slice + 1} of {prepared.SliceCount}") : "nothing is predicted";
        return Figure(place, item, PreparedSlice.Image(prepared, slice, task), overlays, what);
    }

    FigureBlock Radiograph(int place, Case item, CancellationToken stop)
    {
        var image = data.Images([item], stop)[0];
        var pixels = new float[image.Height * image.Width];
        image.ReadImage(0, pixels);
        // A radiograph's rows run down: the picture's first axis is its columns, and both start at the other end.
        var turned = new float[pixels.Length];
        for (int y = 0; y < image.Height; y++)
            for (int x = 0; x < image.Width; x++) turned[((image.Width - 1 - x) * image.Height) + (image.Height - 1 - y)] = pixels[(y * image.Width) + x];
        return Figure(place, item, new SliceImage(turned, image.Width, image.Height, SliceView.AsStored), [], "the image");
    }

    static FigureBlock Figure(int place, Case item, SliceImage image, IEnumerable<SliceOverlay> overlays, string what)
    {
        int scale = Math.Max(1, Side / Math.Max(image.Height, image.Width));
        var (width, height) = SlicePicture.Size(image, scale);
        string name = string.Create(CultureInfo.InvariantCulture, $"next-{place + 1:000}");
        return new FigureBlock(FigureContent.Png(name, SlicePicture.Draw(image, overlays, scale), width, height),
            $"Case {item.Id}, {what}, with the outline of what the model predicts", string.Create(CultureInfo.InvariantCulture, $"{place + 1}. {item.Id}, {what}"));
    }
}
