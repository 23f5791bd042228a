using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Images an anatomy under a site's protocol. The anatomy is sampled on a grid at least as fine as the wanted one, tissue
/// by tissue signal is blurred and averaged into voxels (so that voxels mix tissues), and the scan's field, noise (Rician),
/// filter and scale are applied on the voxels. The mask is where at least half of a voxel is brain, in one
/// piece (segmented scans have stray voxels).
/// </summary>
public static class Scanner
{
    /// <param name="anatomy">The head.</param>
    /// <param name="site">The protocol.</param>
    /// <param name="spacing">Nominal voxel edge in millimetres; the site's voxels are near it.</param>
    /// <param name="stream">Everything that differs between scans of one site is drawn from it.</param>
    public static SimulatedScan Scan(IAnatomy anatomy, SiteProtocol site, double spacing, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(anatomy);
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spacing);
        var scan = new ScanVariation(stream);
        SamplingPlan plan = SamplingPlan.For(anatomy, site, spacing);
        (float[] signal, float[] brain) = Sample(anatomy, site, scan, plan);
        for (int axis = 0; axis < 3; axis++)
            GaussianBlur.Apply(signal, plan.Fine, axis, Sigma(site, spacing, plan, axis));
        signal = plan.Average(signal);
        brain = plan.Average(brain);
        ImageFormation.Apply(signal, plan.Voxels, site, scan);
        var mask = new Mask(plan.Voxels, Array.ConvertAll(brain, share => (byte)(share >= 0.5f ? 1 : 0)));
        return new SimulatedScan(new Volume(plan.Voxels, signal), Components.KeepLargest(mask));
    }

    /// <summary>The labels themselves, as a map on a grid; for tests and pictures.</summary>
    public static Volume LabelMap(IAnatomy anatomy, Grid grid)
    {
        ArgumentNullException.ThrowIfNull(anatomy);
        ArgumentNullException.ThrowIfNull(grid);
        var labels = new float[grid.Size.Count];
        int index = 0;
        for (int z = 0; z < grid.Size.Z; z++)
            for (int y = 0; y < grid.Size.Y; y++)
                for (int x = 0; x < grid.Size.X; x++) labels[index++] = anatomy.LabelAt(World(grid, x, y, z));
        return new Volume(grid, labels);
    }

    internal static Vector3 World(Grid grid, int x, int y, int z)
    {
        (double worldX, double worldY, double worldZ) = grid.Affine.Apply(x, y, z);
        return new Vector3((float)worldX, (float)worldY, (float)worldZ);
    }

    /// <summary>Blur in fine voxels.</summary>
    static float Sigma(SiteProtocol site, double spacing, SamplingPlan plan, int axis)
    {
        const double WidthPerSigma = 2.3548;
        return (float)(site.Blur[axis] * spacing / WidthPerSigma / plan.Fine.Spacing[axis]);
    }

    static (float[] Signal, float[] Brain) Sample(IAnatomy anatomy, SiteProtocol site, ScanVariation scan, SamplingPlan plan)
    {
        var texture = new NoiseField(scan.Stream, 24, 70, 24, 130);
        LabelSignal[] table = [.. anatomy.Labels.Select(label => LabelSignal.Of(label, site, scan))];
        Size3 size = plan.Fine.Size;
        var signal = new float[size.Count];
        var brain = new float[size.Count];
        (Vector3 origin, Vector3 edge) = (World(plan.Fine, 0, 0, 0), plan.FineEdge);
        int index = 0;
        for (int z = 0; z < size.Z; z++)
            for (int y = 0; y < size.Y; y++)
                for (int x = 0; x < size.X; x++, index++)
                {
                    Vector3 world = origin + edge * new Vector3(x, y, z);
                    LabelSignal label = table[anatomy.LabelAt(Undistorted(world, site.Distortion))];
                    if (label.Mean == 0) continue;
                    float uneven = 0.6f * texture.At(world) + Grain(scan.Stream);
                    signal[index] = MathF.Max(0, label.Mean * (1 + label.Texture * uneven));
                    brain[index] = label.Brain;
                }
        return (signal, brain);
    }

    /// <summary>Where the tissue that a non-linear gradient shows at a position really is.</summary>
    static Vector3 Undistorted(Vector3 world, Vector3 distortion)
    {
        Vector3 q = world / 100;
        return world * (Vector3.One + distortion * q.LengthSquared());
    }

    /// <summary>Triangular noise of variance about 1, from one draw.</summary>
    static float Grain(RandomStream stream)
    {
        ulong bits = stream.NextBits();
        return ((uint)bits / 4294967296f + (uint)(bits >> 32) / 4294967296f - 1) * 2.449f;
    }

    readonly record struct LabelSignal(float Mean, float Texture, float Brain)
    {
        public static LabelSignal Of(AnatomyLabel label, SiteProtocol site, ScanVariation scan)
        {
            int tissue = (int)label.Tissue;
            double fat = label.Tissue is Tissue.Fat or Tissue.Marrow ? scan.Fat : 1;
            double mean = site.Signals[tissue] * scan.Contrast[tissue] * fat * label.Level;
            return new LabelSignal((float)mean, label.Texture, label.IsBrain ? 1 : 0);
        }
    }
}
