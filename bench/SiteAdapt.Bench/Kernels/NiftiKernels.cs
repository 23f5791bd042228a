using BenchmarkDotNet.Attributes;
using SiteAdapt.Imaging;

namespace SiteAdapt.Bench;

/// <summary>Files of a head and of its mask.</summary>
public class NiftiKernels : Kernel
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("siteadapt-bench-");

    string Image => Path.Combine(folder.FullName, "head.nii.gz");

    protected override void Prepare() => WriteImage();

    [Benchmark]
    public NiftiImage Read() => Nifti.Read(Image);

    [Benchmark]
    public void WriteImage() => Nifti.Write(Image, Head.Image);

    [Benchmark]
    public void WriteMask() => Nifti.WriteMask(Path.Combine(folder.FullName, "mask.nii.gz"), Head.Brain);

    public override void Cleanup() => folder.Delete(recursive: true);
}
