using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Bench;

/// <summary>Work on whole volumes, as the peers do it in <c>peers/volumes.py</c>, with results that both sides must agree on; the hash has no peer.</summary>
static class VolumeWorker
{
    public static void Run(string folder)
    {
        string scan = Path.Combine(folder, "head.nii.gz");
        var (reference, prediction) = (Mask(folder, "brain"), Mask(folder, "wobbly"));
        var volume = Nifti.Read(scan).Volume;
        Requests.Serve(new Dictionary<string, Func<double>>
        {
            ["prepare"] = () => Middle(CasePreparation.Prepare(Nifti.Read(scan).Volume, TaskPresets.Cc359Published, scan)),
            ["hash"] = () => PixelHash.Of(volume)!.Length,
            ["surface"] = () => SurfaceDistances.Compute(reference, prediction, reference.Grid.Spacing).SurfaceDice(1),
        }, new { });
    }

    static Mask Mask(string folder, string name)
    {
        var image = Nifti.ReadLabels(Path.Combine(folder, $"{name}.nii.gz")).Volume;
        return new Mask(image.Grid, Array.ConvertAll(image.Voxels, value => (byte)value));
    }

    static double Middle(PreparedVolume volume) =>
        volume.Image[(volume.SliceCount / 2 * volume.Height + volume.Height / 2) * volume.Width + volume.Width / 2];
}
