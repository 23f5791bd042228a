using BenchmarkDotNet.Attributes;
using SiteAdapt.Imaging;

namespace SiteAdapt.Bench;

/// <summary>Scores of two masks, and what they are made of.</summary>
public class SurfaceKernels : Kernel
{
    Mask prediction = null!;

    /// <summary>The mask two voxels further along each axis.</summary>
    protected override void Prepare()
    {
        var (voxels, size) = (new byte[Head.Brain.Voxels.Length], Head.Brain.Grid.Size);
        int step = 2 * (1 + size.X + size.X * size.Y);
        Head.Brain.Voxels.AsSpan(0, voxels.Length - step).CopyTo(voxels.AsSpan(step));
        prediction = new Mask(Head.Brain.Grid, voxels);
    }

    [Benchmark]
    public double[] DistanceTransform() => Imaging.DistanceTransform.Compute(Head.Brain, Head.Brain.Grid.Spacing);

    [Benchmark]
    public double SurfaceDice() => SurfaceDistances.Compute(Head.Brain, prediction, Head.Brain.Grid.Spacing).SurfaceDice(1);

    [Benchmark]
    public SegmentationScores AllScores() => SegmentationScores.Compute(Head.Brain, prediction, Head.Brain.Grid.Spacing);

    [Benchmark]
    public Mask LargestComponent() => Components.KeepLargest(Head.Brain);
}
