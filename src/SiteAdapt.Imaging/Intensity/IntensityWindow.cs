namespace SiteAdapt.Imaging;

/// <summary>Two intensities, and the map that takes the lower to 0 and the upper to 1 and clips what is outside.</summary>
public readonly record struct IntensityWindow(double Low, double High)
{
    /// <summary>0 for every value if the window is empty.</summary>
    public double Scale(double value) => High > Low ? (Math.Clamp(value, Low, High) - Low) / (High - Low) : 0;
}
