using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// One person's measures, in millimetres in the head frame (x right, y front, z top, origin between the commissures):
/// adult values with natural spread. Smooth irregularities come from <see cref="HeadAnatomy"/>'s noise fields on top.
/// </summary>
sealed class HeadShape
{
    readonly RandomStream stream;

    public HeadShape(RandomStream stream)
    {
        this.stream = stream;
        Age = stream.NextInt(63) + 18;
        IsFemale = stream.NextInt(2) == 0;
        float atrophy = (Age - 18) / 62f;
        Scale = (IsFemale ? 0.955f : 1f) * About(1, 0.025f) * (1 - 0.012f * atrophy);
        Cerebrum = new Vector3(About(66, 2), About(85, 2.5f), About(53, 2));
        BasalRadius = About(36, 1.5f);
        FrontalTaper = About(0.13f, 0.03f);
        Temporal = new Vector3(About(19.5f, 1), About(41, 2), About(22, 1.2f));
        Cerebellum = new Vector3(About(49, 2), About(31, 1.5f), About(25, 1.5f));
        CortexThickness = About(2.9f, 0.15f) - 0.3f * atrophy;
        SulcusHalfWidth = 0.35f + 0.65f * atrophy + About(0.1f, 0.06f);
        SulcusDepth = About(18, 1.5f);
        Ventricle = About(0.85f, 0.1f) + 0.55f * atrophy * atrophy + About(0.1f, 0.08f);
        CsfThickness = About(2.0f, 0.4f) + 1.8f * atrophy;
        Diploe = About(3.2f, 0.8f);
        ScalpFat = MathF.Max(1.5f, About(4f, 1.3f));
        FaceFat = MathF.Max(3, About(7, 2.2f));
        Face = new Vector3(About(60, 2.5f), About(50, 2.5f), About(63, 3));
        Neck = new Vector3(About(IsFemale ? 53 : 60, 3), About(IsFemale ? 56 : 62, 3), 0);
        Eye = new Vector3(About(31.5f, 1.2f), About(68, 1.5f), About(-32, 1.5f));
        Sinus = About(1, 0.15f);
        Round = new Vector3(About(74, 1.5f), About(95, 2), About(76, 2));
        Tilt = new Vector3(About(0, 0.09f), About(0, 0.035f), About(0, 0.045f));
        Offset = new Vector3(About(0, 2.5f), About(0, 3.5f), About(0, 3.5f));
    }

    public int Age { get; }
    public bool IsFemale { get; }
    public float Scale { get; }
    public Vector3 Cerebrum { get; }

    /// <summary>Vertical radius of the cerebrum below its centre: frontal and occipital lobes rest on a flatter floor.</summary>
    public float BasalRadius { get; }

    /// <summary>How much narrower the frontal pole is than the parietal part.</summary>
    public float FrontalTaper { get; }
    public Vector3 Temporal { get; }
    public Vector3 Cerebellum { get; }
    public float CortexThickness { get; }
    public float SulcusHalfWidth { get; }
    public float SulcusDepth { get; }

    /// <summary>Factor on the radii of the ventricles.</summary>
    public float Ventricle { get; }
    public float CsfThickness { get; }
    public float Diploe { get; }
    public float ScalpFat { get; }

    /// <summary>Skin, fat and galea over the skull.</summary>
    public float ScalpThickness => ScalpFat + 3.6f;
    public float FaceFat { get; }
    public Vector3 Face { get; }
    public Vector3 Neck { get; }
    public Vector3 Eye { get; }

    /// <summary>Factor on the size of the air-filled sinuses.</summary>
    public float Sinus { get; }

    /// <summary>Radii of the ellipsoid that soft tissue fills around the skull.</summary>
    public Vector3 Round { get; }

    /// <summary>Rotation about x (nod), y and z, in radians: how the head lies in the coil.</summary>
    public Vector3 Tilt { get; }
    public Vector3 Offset { get; }

    /// <summary>Normal about a mean, cut at two standard deviations so that no organ leaves its place.</summary>
    float About(float mean, float deviation) => mean + deviation * (float)Math.Clamp(stream.NextNormal(), -2, 2);
}
