using SiteAdapt.Data;
using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// The test scan of a bundle: simulated, never a patient's, and the same for every model of a task. What the model makes of it is
/// kept, and computed again wherever the bundle goes.
/// </summary>
static class BundleTest
{
    /// <summary>Largest accepted difference of a probability: processors and numbers of threads round differently.</summary>
    public const double Tolerance = 1e-4;

    const string ScanFile = "scan.nii.gz", ImageFileName = "image.png", ExpectedFile = "expected.safetensors";
    const int Slices = 8;
    const double VoxelEdge = 4;

    static readonly Lazy<Volume> Head = new(() => SiteSimulation.Scan(new HeadAnatomy(1, "bundle"), SiteProtocols.Of(0, 1), VoxelEdge, 1).Image);

    public static void Write(string folder, Network network, RunRecord record, Device device)
    {
        Directory.CreateDirectory(folder);
        var head = Head.Value;
        if (record.Task.IsClassification) GreyPng.Write(Path.Combine(folder, ImageFileName), Projection(head), head.Grid.Size.X, head.Grid.Size.Z);
        else Nifti.Write(Path.Combine(folder, ScanFile), Slab(head));
        SafetensorsFile.Write(Path.Combine(folder, ExpectedFile), Predict(folder, network, record, device)
            .Select(output => SafetensorsSource.From(output.Name, SafetensorsType.F32, [output.Values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes(output.Values.AsSpan()).ToArray())));
    }

    /// <summary>Predicts the scan again; the largest difference to what the bundle holds.</summary>
    /// <exception cref="InputException">The expected output is missing or of another shape.</exception>
    public static double LargestDifference(string folder, Network network, RunRecord record, Device device)
    {
        var expected = SafetensorsFile.Read(Path.Combine(folder, ExpectedFile)).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        double largest = 0;
        foreach (var (name, values) in Predict(folder, network, record, device))
        {
            if (!expected.TryGetValue(name, out var tensor) || tensor.Type != SafetensorsType.F32 || tensor.Shape is not [var count] || count != values.Length)
                throw new InputException($"{Path.Combine(folder, ExpectedFile)}: has no tensor '{name}' of {values.Length} probabilities; the bundle's parts do not belong together.");
            var there = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span);
            for (int i = 0; i < values.Length; i++) largest = Math.Max(largest, Difference(values[i], there[i]));
        }
        return largest;
    }

    static double Difference(float a, float b) => float.IsFinite(a - b) ? Math.Abs(a - b) : double.PositiveInfinity;

    static IEnumerable<(string Name, float[] Values)> Predict(string folder, Network network, RunRecord record, Device device)
    {
        if (record.Task.IsClassification)
        {
            var image = ImageFile.Read(Path.Combine(folder, ImageFileName), record.Task);
            return [("findings", new FindingsPredictor(network, record.Task, device).Predict([image], record.Model!.Heads[0])[0])];
        }
        var scan = Nifti.Read(Path.Combine(folder, ScanFile)).Volume;
        return new NativePrediction(network, record.Task, device).Probabilities(scan, ScanFile).Select((volume, s) => (record.Task.Structures[s].Name, volume.Voxels));
    }

    /// <summary>The middle slices: enough to go through every step, and seconds of work.</summary>
    static Volume Slab(Volume head)
    {
        var size = head.Grid.Size;
        int first = Math.Max(0, (size.Z - Slices) / 2), plane = size.X * size.Y, count = Math.Min(Slices, size.Z);
        var grid = new Grid(size.With(2, count), head.Grid.Affine);
        return new Volume(grid, head.Voxels.AsSpan(first * plane, count * plane).ToArray());
    }

    /// <summary>The head's mean from front to back, upright, over the full range of 16 bits.</summary>
    static ushort[] Projection(Volume head)
    {
        var size = head.Grid.Size;
        var sums = new double[size.X * size.Z];
        for (int z = 0, v = 0; z < size.Z; z++)
            for (int y = 0; y < size.Y; y++)
                for (int x = 0; x < size.X; x++, v++) sums[(size.Z - 1 - z) * size.X + x] += head.Voxels[v];
        double largest = sums.Max();
        return [.. sums.Select(sum => (ushort)Math.Round(Math.Max(0, sum) / largest * ushort.MaxValue))];
    }
}
