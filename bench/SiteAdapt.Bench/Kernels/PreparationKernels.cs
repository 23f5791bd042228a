using BenchmarkDotNet.Attributes;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Bench;

/// <summary>From a volume to what the network sees.</summary>
public class PreparationKernels : Kernel
{
    Size3 target;

    protected override void Prepare() => target = Resample.OutputSize(Head.Image.Grid.Size, Head.Image.Grid.Spacing, new Spacing(Spacing, 0.95 * Spacing, 0.95 * Spacing));

    [Benchmark]
    public Volume ZoomImage() => Resample.Zoom(Head.Image, target, Interpolation.Cubic);

    [Benchmark]
    public Mask ZoomMask() => Resample.Zoom(Head.Brain, target);

    [Benchmark]
    public Volume ClipAndScale() => Intensity.ClipAndScale(Head.Image);

    [Benchmark]
    public Volume ZScore() => Intensity.ZScore(Head.Image);

    [Benchmark]
    public string? HashPixels() => PixelHash.Of(Head.Image);

    [Benchmark]
    public PreparedVolume Whole() => CasePreparation.Prepare(Head.Image, Task, "head");
}
