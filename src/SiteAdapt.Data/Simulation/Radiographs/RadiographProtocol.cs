namespace SiteAdapt.Data;

/// <summary>How a simulated site takes and stores chest radiographs.</summary>
public sealed record RadiographProtocol
{
    public required string Name { get; init; }

    /// <summary>Goes into the manifest's column <c>scanner</c>.</summary>
    public required string Scanner { get; init; }

    /// <summary>What it labels; how ill its patients are.</summary>
    public required FindingLabelSet Labels { get; init; }

    /// <summary>Share of AP images; the others are PA.</summary>
    public double ApShare { get; init; } = 0.5;

    /// <summary>Effective energy of the beam in keV (about 40 at 70 kVp, 60 at 125 kVp): bone is brighter at less.</summary>
    public double Energy { get; init; } = 50;

    /// <summary>Scattered by direct radiation, behind the patient's middle: less with an anti-scatter grid.</summary>
    public double Scatter { get; init; } = 0.6;

    /// <summary>Standard deviation of the logarithm of the signal where the detector is hit by 2 % of the open beam.</summary>
    public double Noise { get; init; } = 0.012;

    /// <summary>Standard deviation of the point spread in mm (focus, detector, movement).</summary>
    public double Blur { get; init; } = 1.2;

    /// <summary>How much of the difference to a smooth image is added: the maker's edge enhancement.</summary>
    public double Enhancement { get; init; } = 0.3;

    /// <summary>Exponent of the display curve; below 1 brightens the dark.</summary>
    public double Exponent { get; init; } = 1;

    /// <summary>Bend of the display curve: above 0 steeper at both ends, below 0 in the middle.</summary>
    public double Bend { get; init; }

    /// <summary>Edge of the square image in mm at the detector.</summary>
    public double Field { get; init; } = 410;

    /// <summary>Widest dark border that the collimator leaves, in mm.</summary>
    public double Collimation { get; init; } = 15;

    /// <summary>How unevenly patients are placed: 1 is 10 mm, 2 degrees in the image, 3 degrees of turn.</summary>
    public double Placement { get; init; } = 1;

    /// <summary>Brightness of the L or R that is burnt in; 0: none.</summary>
    public double Marker { get; init; } = 0.5;

    /// <summary>The letter stands at the patient's left or right.</summary>
    public bool MarksLeft { get; init; }

    /// <summary>Grey levels that are stored.</summary>
    public int GreyLevels { get; init; } = 256;

    /// <summary>This site at a distance from another: 0 there, 1 this site, more exaggerates. Labels and patients stay.</summary>
    internal RadiographProtocol Shifted(RadiographProtocol centre, double shift)
    {
        double Linear(double from, double own, double low, double high) => Math.Clamp(from + shift * (own - from), low, high);
        double Ratio(double from, double own, double low, double high) => Math.Clamp(from * Math.Pow(own / from, shift), low, high);
        return this with
        {
            ApShare = Linear(centre.ApShare, ApShare, 0, 1),
            Energy = Ratio(centre.Energy, Energy, 32, 75),
            Scatter = Ratio(centre.Scatter, Scatter, 0.05, 4),
            Noise = Ratio(centre.Noise, Noise, 0.001, 0.1),
            Blur = Ratio(centre.Blur, Blur, 0.1, 8),
            Enhancement = Linear(centre.Enhancement, Enhancement, 0, 2),
            Exponent = Ratio(centre.Exponent, Exponent, 0.3, 3),
            Bend = Linear(centre.Bend, Bend, -ImageProtocol.LargestBend, ImageProtocol.LargestBend),
            Field = Linear(centre.Field, Field, 330, 480),
            Collimation = Linear(centre.Collimation, Collimation, 0, 60),
            Placement = Ratio(centre.Placement, Placement, 0.2, 3),
            Marker = Linear(centre.Marker, Marker, 0, 1),
            MarksLeft = shift > 0 ? MarksLeft : centre.MarksLeft,
            GreyLevels = shift > 0 ? GreyLevels : centre.GreyLevels,
        };
    }
}
