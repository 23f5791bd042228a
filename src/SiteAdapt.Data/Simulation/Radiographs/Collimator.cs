namespace SiteAdapt.Data;

/// <summary>Four blades that keep the beam off the detector's borders; each image has its own.</summary>
readonly struct Collimator
{
    readonly float left, right, top, bottom;

    public Collimator(RadiographProtocol site, RandomStream stream)
    {
        float Border() => (float)(site.Collimation * Math.Max(0, stream.NextUniform(-0.7, 1)));
        (left, right, top, bottom) = (Border(), Border(), Border(), Border());
    }

    /// <param name="pixel">Its edge in mm.</param>
    public bool IsOpen(int column, int row, int side, float pixel)
    {
        (float x, float y) = ((column + 0.5f) * pixel, (row + 0.5f) * pixel);
        return x >= left && y >= top && side * pixel - x >= right && side * pixel - y >= bottom;
    }
}
