using System.Diagnostics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli.Tests;

/// <summary>Weights written by PyTorch's side predict as PyTorch does.</summary>
public sealed class ForeignWeightsTests : IDisposable
{
    const double Tolerance = 1e-4;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [PyTorchFact]
    public void Should_predict_with_foreign_weights_as_pytorch_does()
    {
        File.WriteAllBytes(folder.File("scan.nii"), PredictTests.Scan(1, 1, 1, 42, 35, 12).Single());
        using (var oracle = Process.Start(PyTorchFactAttribute.Python, [Path.Combine(AppContext.BaseDirectory, "oracles", "unet_oracle.py"), folder.Path]))
        {
            oracle.WaitForExit();
            Assert.Equal(0, oracle.ExitCode);
        }
        SiteAdaptProcess.Run(folder.Path, "predict", "scan.nii", "--model", "foreign.safetensors", "--task", "brain", "--out", "mask.nii.gz", "--probabilities", "p.nii.gz", "--threads", "1").Succeed();
        var (expected, actual) = (Nifti.Read(folder.File("expected.nii")).Volume, Nifti.Read(folder.File("p.nii.gz")).Volume);
        Assert.Equal(expected.Grid, actual.Grid);
        Assert.InRange(expected.Voxels.Max() - expected.Voxels.Min(), 0.2, 1); // Else any network would agree.
        Assert.InRange(expected.Voxels.Zip(actual.Voxels, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
    }
}

/// <summary>A slow test against PyTorch: skipped where Python has no torch, numpy and nibabel.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class PyTorchFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    public PyTorchFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(SlowFactAttribute.Variable) != "1") Skip = $"set {SlowFactAttribute.Variable}=1 to run the slow tests";
        else if (!HasModules()) Skip = $"{Python} with torch, numpy and nibabel is not there";
    }

    static bool HasModules()
    {
        if (!File.Exists(Python)) return false;
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", "import torch, numpy, nibabel"]) { RedirectStandardError = true });
        python!.WaitForExit();
        return python.ExitCode == 0;
    }
}
