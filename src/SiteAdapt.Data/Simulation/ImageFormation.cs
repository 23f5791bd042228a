using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>What happens to the voxel signal on its way to the file: receive field, noise, filter, scale.</summary>
static class ImageFormation
{
    public static void Apply(float[] signal, Grid grid, SiteProtocol site, ScanVariation scan)
    {
        var field = new ReceiveField(site, scan);
        float noise = (float)(scan.Noise / site.SignalToNoise);
        float gamma = (float)site.Gamma, scale = (float)(site.Scale * scan.Scale), offset = (float)site.Offset;
        int index = 0;
        for (int z = 0; z < grid.Size.Z; z++)
            for (int y = 0; y < grid.Size.Y; y++)
                for (int x = 0; x < grid.Size.X; x++, index++)
                {
                    float received = signal[index];
                    if (received > 0) received *= field.At(Scanner.World(grid, x, y, z));
                    float magnitude = Rician(received, noise, scan.Stream);
                    // Scanners store whole numbers.
                    signal[index] = MathF.Round(offset + scale * MathF.Pow(magnitude, gamma));
                }
    }

    /// <summary>Magnitude of a complex signal with normal noise in both channels (Box and Muller gives the two at once).</summary>
    static float Rician(float signal, float noise, RandomStream stream)
    {
        float radius = noise * MathF.Sqrt(-2 * MathF.Log(1 - (float)(stream.NextBits() >> 40) / (1 << 24)));
        (float sine, float cosine) = MathF.SinCos(MathF.Tau * ((stream.NextBits() >> 40) / (float)(1 << 24)));
        float real = signal + radius * cosine, imaginary = radius * sine;
        return MathF.Sqrt(real * real + imaginary * imaginary);
    }
}
