using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// One person's chest without disease, in millimetres (frame: <see cref="Ellipsoid"/>): adult values with natural spread. Measures
/// are those of textbooks, their spread is a guess; nothing was fitted to radiographs.
/// </summary>
sealed class ChestShape
{
    readonly RandomStream stream;

    public ChestShape(RandomStream stream)
    {
        this.stream = stream;
        Age = 20 + stream.NextInt(66);
        IsFemale = stream.NextInt(2) == 0;
        float old = (Age - 20) / 65f, size = (IsFemale ? 0.92f : 1) * About(1, 0.035f);
        Cavity = size * new Vector3(About(135, 5), About(88, 5) + 8 * old, About(205, 8));
        CavityCentre = new Vector3(0, 0, Cavity.Z * -0.34f);
        Fat = MathF.Max(4, About(14, 8));
        Muscle = size * About(IsFemale ? 11 : 15, 2);
        Breast = IsFemale ? About(0.75f, 0.25f) : 0;
        DomeRight = size * About(60, 8);
        DomeLeft = DomeRight - size * About(10, 5);
        Floor = -0.74f * Cavity.Z + About(0, 5);
        HeartLong = size * (About(66, 3.5f) + 4 * old);
        HeartShort = size * (About(49, 3) + 3 * old);
        HeartTurn = About(0.72f, 0.1f);
        HeartCentre = size * new Vector3(About(25, 4), 25, About(-76, 6));
        Mediastinum = size * (About(28, 2.5f) + 3 * old);
        AorticKnob = size * (About(14, 1.5f) + 4 * old);
        RibSpacing = size * About(25, 1.2f);
        RibTilt = About(0.5f, 0.06f);
        RibPhase = About(0, 5);
        RibBone = About(0.3f, 0.04f) - 0.05f * old;
        SpineBone = About(0.17f, 0.02f) - 0.05f * old;
        LungDensity = About(0.24f, 0.025f);
        Collar = About(100, 6);
        Vessels = new VesselTree(this, stream);
    }

    public int Age { get; }
    public bool IsFemale { get; }

    /// <summary>Radii of the inner face of the ribs; the centre lies low, so that the chest narrows to its top.</summary>
    public Vector3 Cavity { get; }
    public Vector3 CavityCentre { get; }
    public float Fat { get; }
    public float Muscle { get; }

    /// <summary>Factor on the breasts' size; 0 for men.</summary>
    public float Breast { get; }

    /// <summary>Heights of the diaphragm's domes above its floor.</summary>
    public float DomeRight { get; }
    public float DomeLeft { get; }

    /// <summary>Height of the costophrenic angles.</summary>
    public float Floor { get; }
    public float HeartLong { get; }
    public float HeartShort { get; }

    /// <summary>Radians by which the heart's long axis points down to the left.</summary>
    public float HeartTurn { get; }
    public Vector3 HeartCentre { get; }

    /// <summary>Half of its width.</summary>
    public float Mediastinum { get; }
    public float AorticKnob { get; }
    public float RibSpacing { get; }

    /// <summary>How far ribs fall per millimetre to the front.</summary>
    public float RibTilt { get; }
    public float RibPhase { get; }

    /// <summary>Cortical bone in a rib, as a share of its thickness.</summary>
    public float RibBone { get; }
    public float SpineBone { get; }

    /// <summary>Relative to water.</summary>
    public float LungDensity { get; }

    /// <summary>Height of the clavicles' inner ends.</summary>
    public float Collar { get; }
    public VesselTree Vessels { get; }

    public static Vector3 Hilum(int side) => new(side * 36, 0, side > 0 ? 10 : 0);

    /// <summary>Normal about a mean, cut at two standard deviations so that no organ leaves its place.</summary>
    float About(float mean, float deviation) => mean + deviation * (float)Math.Clamp(stream.NextNormal(), -2, 2);
}
