using System.Collections.Immutable;
using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// How a site images heads. Strengths are those of a typical case of the site; <see cref="ScanVariation"/> adds what
/// differs between its patients.
/// </summary>
public sealed record SiteProtocol
{
    public required string Name { get; init; }

    /// <summary>Goes into the manifest's column <c>scanner</c>.</summary>
    public required string Scanner { get; init; }

    /// <summary>Tesla.</summary>
    public required double FieldStrength { get; init; }

    /// <summary>Signal of each tissue relative to white matter, in the order of <see cref="Tissue"/>; air is 0.</summary>
    public required ImmutableArray<double> Signals { get; init; }

    /// <summary>Largest smooth change of the receive field over the head, as a natural logarithm.</summary>
    public double BiasStrength { get; init; } = 0.15;

    /// <summary>Logarithm of the sensitivity that is lost per 100 mm away from a surface coil, along each axis.</summary>
    public Vector3 CoilFalloff { get; init; }

    /// <summary>Logarithm of the brightening of the centre by standing waves (positive at 3 T).</summary>
    public double CentreBrightening { get; init; }

    /// <summary>White-matter signal over the noise's standard deviation in one channel.</summary>
    public double SignalToNoise { get; init; } = 35;

    /// <summary>Voxel edges as factors of the simulation's spacing (right, front, up).</summary>
    public Vector3 VoxelFactor { get; init; } = Vector3.One;

    /// <summary>
    /// Full width at half maximum of the point spread beyond the voxel itself, in voxels of the simulation's spacing.
    /// </summary>
    public Vector3 Blur { get; init; } = new(0.8f);

    /// <summary>How far the field of view ends above the neck's lower end, in millimetres.</summary>
    public double NeckCrop { get; init; } = 20;

    /// <summary>Air added around the head's box on each side and in front, in millimetres.</summary>
    public double Margin { get; init; }

    /// <summary>Exponent of the display filter that a vendor's reconstruction applies (1 = none).</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Stored value of white matter.</summary>
    public double Scale { get; init; } = 400;

    /// <summary>Stored value of no signal.</summary>
    public double Offset { get; init; }

    /// <summary>Gradient non-linearity: relative stretch at 100 mm from the centre along each axis.</summary>
    public Vector3 Distortion { get; init; }

    /// <summary>
    /// Signals of all tissues under a sequence, relative to white matter; never quite 0, as real voxels are mixed.
    /// </summary>
    public static ImmutableArray<double> SignalsOf(PulseSequence sequence, double tesla, double fat = 1, double fluid = 1)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        double white = sequence.Signal(TissueProperties.Of(Tissue.WhiteMatter, tesla));
        double Relative(Tissue tissue)
        {
            if (tissue == Tissue.Air) return 0;
            double factor = tissue switch
            {
                Tissue.Fat or Tissue.Marrow => fat,
                Tissue.Csf or Tissue.SulcalCsf or Tissue.Ventricle or Tissue.Eye => fluid,
                _ => 1,
            };
            return Math.Max(0.04, factor * sequence.Signal(TissueProperties.Of(tissue, tesla)) / white);
        }
        return [.. Enum.GetValues<Tissue>().Select(Relative)];
    }

    /// <summary>
    /// This site moved along the line from a common centre to it: 0 gives the centre's imaging, 1 this site's own, more
    /// than 1 exaggerates. Signals, noise, gamma, voxel and scale move geometrically, the rest linearly.
    /// </summary>
    public SiteProtocol Shifted(SiteProtocol centre, double shift)
    {
        ArgumentNullException.ThrowIfNull(centre);
        ArgumentOutOfRangeException.ThrowIfNegative(shift);
        double Linear(Func<SiteProtocol, double> value) => value(centre) + shift * (value(this) - value(centre));
        double Ratio(Func<SiteProtocol, double> value) => value(centre) * Math.Pow(value(this) / value(centre), shift);
        double Signal(double own, double common) => own == 0 ? 0 : Math.Min(4, common * Math.Pow(own / common, shift));
        Vector3 Point(Func<SiteProtocol, Vector3> value) => value(centre) + (float)shift * (value(this) - value(centre));
        return this with
        {
            Signals = [.. Signals.Zip(centre.Signals, Signal)],
            BiasStrength = Math.Max(0, Linear(p => p.BiasStrength)),
            CoilFalloff = Point(p => p.CoilFalloff),
            CentreBrightening = Linear(p => p.CentreBrightening),
            SignalToNoise = Math.Max(4, Ratio(p => p.SignalToNoise)),
            VoxelFactor = Vector3.Clamp(Point(p => p.VoxelFactor), new Vector3(0.7f), new Vector3(2.5f)),
            Blur = Vector3.Clamp(Point(p => p.Blur), Vector3.Zero, new Vector3(4)),
            NeckCrop = Math.Clamp(Linear(p => p.NeckCrop), 0, 50),
            Margin = Math.Clamp(Linear(p => p.Margin), 0, 40),
            Gamma = Math.Clamp(Ratio(p => p.Gamma), 0.4, 2),
            Scale = Ratio(p => p.Scale),
            Offset = Math.Max(0, Linear(p => p.Offset)),
            Distortion = Point(p => p.Distortion),
        };
    }
}
