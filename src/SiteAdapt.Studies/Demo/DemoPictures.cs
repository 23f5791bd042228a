using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Learning;
using static TorchSharp.torch;

namespace SiteAdapt.Studies;

/// <summary>The pictures of a demonstration: a target test slice with every method's mask, and the loss of every run.</summary>
static class DemoPictures
{
    /// <summary>
    /// Image, reference and each method's mask on the slice of the first target test case that holds most of the reference.
    /// The choice looks at the reference alone, never at a prediction.
    /// </summary>
    public static FigureBlock Masks(TrainingData data, IReadOnlyList<ResultRow> rows, Func<ResultRow, string> runOf, Device device, CancellationToken stop)
    {
        var item = data.Split.TestCases(rows[0].Target)[0];
        using var prepared = data.Cache.Open(item, data.Task);
        var reference = prepared.Geometry.ToSlices(prepared.ReadMask(0).Voxels);
        int size = prepared.Geometry.SliceSize;
        int slice = Enumerable.Range(0, prepared.SliceCount).MaxBy(k => Slice(reference, k, size).Sum(voxel => voxel));
        var image = new float[size];
        prepared.ReadImage(slice, image);
        var masks = rows.Select(row => Predict(row, data.Task, prepared, runOf(row), slice, device, stop)).ToList();
        var strip = new StripCase($"{item.Id}, slice {slice}", new SliceImage(image, prepared.Height, prepared.Width), Slice(reference, slice, size), masks);
        return new FigureBlock(MethodStrip.Draw($"masks-{Name(rows)}", [strip], scale: 4),
            $"Slice {slice} of {item.Id}: the image, the reference brain mask, and the masks of {string.Join(", ", rows.Select(row => row.Method))}.",
            $"{Name(rows)}, {item.Id}: the slice with the most brain in the reference. Under each method: the target's mean surface Dice.");
    }

    static StripMask Predict(ResultRow row, TaskSettings task, PreparedCase prepared, string run, int slice, Device device, CancellationToken stop)
    {
        var (record, checkpoint) = RunFolder.OpenFinished(run);
        using var network = NetworkFactory.Load(record, checkpoint, device);
        var mask = Evaluator.Predict(network, task, device, prepared, stop)[0];
        return new StripMask(row.Method, Slice(prepared.Geometry.ToSlices(mask.Voxels), slice, prepared.Geometry.SliceSize),
            (100 * row.TargetSurfaceDice).ToString("0.0", CultureInfo.InvariantCulture));
    }

    public static FigureBlock Losses(IReadOnlyList<ResultRow> rows, Func<ResultRow, string> runOf)
    {
        var curves = rows.Where(row => row.Method != MethodNames.None)
            .Select(row => new LossCurve(row.Method, [.. RunFolder.OpenFinished(runOf(row)).Checkpoint.State.History.Select(point => point.Loss)])).ToList();
        return new FigureBlock(Charts.LossCurves($"loss-{Name(rows)}", curves),
            "Training loss by epoch: " + string.Join(", ", curves.Select(curve => string.Create(CultureInfo.InvariantCulture, $"{curve.Method} ends at {curve.Values[^1]:0.000}"))) + ".",
            "Mean training loss of each epoch. The learning rate drops to a tenth at three quarters.");
    }

    /// <summary>Pair and budget, in letters that a file name may have.</summary>
    static string Name(IReadOnlyList<ResultRow> rows)
    {
        var adapted = rows.First(row => !row.IsBound);
        return string.Create(CultureInfo.InvariantCulture, $"{adapted.Source}-to-{adapted.Target}-{adapted.Patients}p-{adapted.Slices}s");
    }

    static byte[] Slice(byte[] slices, int index, int size) => slices[(index * size)..((index + 1) * size)];
}
