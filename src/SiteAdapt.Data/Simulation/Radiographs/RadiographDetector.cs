using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Makes the stored image of a projection: Beer-Lambert attenuation, scatter, point spread, noise, logarithm, edge enhancement,
/// display window and curve, collimation, marker, grey levels. White is what lets little through, as radiographs are shown.
/// </summary>
static class RadiographDetector
{
    /// <summary>Scatter comes from a wide part of the body (standard deviation, mm).</summary>
    const float ScatterWidth = 45, EnhancementWidth = 8;
    const double NoiseReference = 0.02, DarkShare = 0.02, BrightShare = 0.92;
    /// <summary>More of the beam than this goes beside the body.</summary>
    const float OpenBeam = 0.4f;
    const float ExponentJitter = 0.07f, ExposureJitter = 0.25f;

    /// <summary>Each pixel of the image is the mean of this many pixels of the projection along each edge.</summary>
    public const int Oversampling = 2;

    /// <param name="chest">Its side is the image's times <see cref="Oversampling"/>.</param>
    /// <returns>Grey values from 0 to 65535, row by row.</returns>
    public static ushort[] Image(ChestProjection chest, RadiographProtocol site, RandomStream stream)
    {
        double exponent = site.Exponent * Math.Exp(ExponentJitter * Math.Clamp(stream.NextNormal(), -2, 2));
        float noise = (float)(site.Noise * Math.Exp(ExposureJitter * Math.Clamp(stream.NextNormal(), -2, 2)));
        Collimator blades = new(site, stream);
        int side = chest.Side / Oversampling;
        float pixel = chest.PixelSize * Oversampling;
        float[] image = Bin(Transmitted(chest, site.Energy), side);
        AddScatter(image, side, pixel, (float)site.Scatter);
        Blur(image, side, (float)site.Blur / pixel);
        for (int i = 0; i < image.Length; i++)
            image[i] = noise * MathF.Sqrt((float)NoiseReference / image[i]) * (float)stream.NextNormal() - MathF.Log(image[i]);
        Enhance(image, side, pixel, (float)site.Enhancement);
        Window(image, i => blades.IsOpen(i % side, i / side, side, pixel));
        for (int i = 0; i < image.Length; i++)
        {
            bool open = blades.IsOpen(i % side, i / side, side, pixel);
            image[i] = open ? Math.Clamp(ImageProtocol.Contrast(image[i], exponent, site.Bend), 0, 1) : 0;
        }
        SideMarker.Burn(image, side, pixel, site, stream);
        float levels = site.GreyLevels - 1;
        return [.. image.Select(value => (ushort)MathF.Round(MathF.Round(value * levels) * ushort.MaxValue / levels))];
    }

    /// <summary>Share of the open beam that goes through.</summary>
    static float[] Transmitted(ChestProjection chest, double energy)
    {
        (float water, float bone) = XrayAttenuation.At(energy);
        return [.. chest.Water.Zip(chest.Bone, (w, b) => MathF.Exp(-water * w - bone * b))];
    }

    static float[] Bin(float[] fine, int side)
    {
        var image = new float[side * side];
        for (int i = 0; i < fine.Length; i++)
        {
            int row = i / (side * Oversampling), column = i % (side * Oversampling);
            image[row / Oversampling * side + column / Oversampling] += fine[i] / (Oversampling * Oversampling);
        }
        return image;
    }

    /// <summary>Where the body is thin, little is scattered: the open beam is left out.</summary>
    static void AddScatter(float[] image, int side, float pixel, float scatter)
    {
        float[] from = [.. image.Select(value => value < OpenBeam ? value : 0)];
        Blur(from, side, ScatterWidth / pixel);
        for (int i = 0; i < image.Length; i++) image[i] += scatter * from[i];
    }

    static void Enhance(float[] image, int side, float pixel, float amount)
    {
        float[] smooth = [.. image];
        Blur(smooth, side, EnhancementWidth / pixel);
        for (int i = 0; i < image.Length; i++) image[i] += amount * (image[i] - smooth[i]);
    }

    /// <summary>0 where the body lets most through, 1 where it lets least, as readers set their window: lungs dark, belly white.</summary>
    static void Window(float[] image, Func<int, bool> isOpen)
    {
        float[] seen = [.. image.Where((_, i) => isOpen(i) && image[i] > -MathF.Log(OpenBeam))];
        Array.Sort(seen);
        float low = seen[(int)(DarkShare * (seen.Length - 1))], high = seen[(int)(BrightShare * (seen.Length - 1))];
        float range = MathF.Max(high - low, 1e-3f);
        for (int i = 0; i < image.Length; i++) image[i] = Math.Clamp((image[i] - low) / range, 0, 1);
    }

    static void Blur(float[] image, int side, float sigma)
    {
        var grid = Grid.FromSpacing(new Size3(side, side, 1), new Spacing(1, 1, 1));
        GaussianBlur.Apply(image, grid, 0, sigma);
        GaussianBlur.Apply(image, grid, 1, sigma);
    }
}
