using SiteAdapt.Imaging;
using SiteAdapt.Imaging.Tests;

namespace SiteAdapt.Fuzz;

/// <summary>Volumes: plain, gzipped (damaged outside and inside), and as labels.</summary>
static class NiftiTargets
{
    static IEnumerable<byte[]> Files() =>
    [
        new NiftiFile().Single(),
        new NiftiFile { DataType = 4, Slope = 0.5, Inter = -3, SformCode = 0, QformCode = 1, Quaternion = [0.5, 0.5, 0.5, 10, 20, 30] }.Single(),
        new NiftiFile { DataType = 2, Dim = [2, 5, 4, 1, 1, 1, 1, 1], SformCode = 0, Extension = "a note"u8.ToArray() }.Single(),
        new NiftiFile { DataType = 1280, BigEndian = true, Units = 3, PixDim = [1, 1500, 2000, 3000, 0, 0, 0, 0], Srow = [1500, 0, 0, -10, 0, 2000, 0, -20, 0, 0, 3000, -30] }.Single(),
        new NiftiFile { Version = 2, DataType = 64 }.Single(),
        new NiftiFile { Version = 2, BigEndian = true, DataType = 512, Dim = [4, 3, 3, 3, 1, 1, 1, 1] }.Single(),
    ];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        FuzzTarget.Of("nifti", "scan.nii", Files, path => Nifti.Read(path)),
        FuzzTarget.Of("nifti-gz", "scan.nii.gz", () => Files().Select(NiftiFile.Gzip), path => Nifti.Read(path)),
        FuzzTarget.Of("nifti-in-gz", "packed.nii.gz", Files, path => Nifti.Read(path)) with { Seal = NiftiFile.Gzip },
        FuzzTarget.Of("nifti-labels", "labels.nii", Files, path => Nifti.ReadLabels(path, new NiftiOptions { OnAffineConflict = AffineConflict.Refuse })),
    ];
}
