using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>Implicit model of the brain: outer hull, folded cortex, nuclei, ventricles, cerebellum, brain stem.</summary>
sealed class BrainModel(HeadShape shape, NoiseField folds, NoiseField slow)
{
    static readonly Vector3 CerebrumCentre = new(0, -2, 17);
    static readonly Vector3 TemporalCentre = new(46, 3, -21);
    static readonly Vector3 CerebellumCentre = new(0, -57, -37);
    static readonly Vector3 Hub = new(0, -36, -34);

    /// <summary>Depths of one point below the surfaces of the brain's parts.</summary>
    public readonly record struct Depths(float Cerebrum, float CerebrumRadius, float Cerebellum, float Stem, float Hull);

    /// <param name="p">In the head frame.</param>
    /// <param name="side">The same point with |x|.</param>
    public Depths DepthsAt(Vector3 p, Vector3 side)
    {
        float cerebrum = Cerebrum(p, side, out float radius);
        float cerebellum = Cerebellum(p, side);
        float stem = p.Z < 6 ? Stem(p) : -100;
        float hull = Shapes.Union(Shapes.Union(cerebrum, cerebellum, 8), p.Z > -66 ? stem : MathF.Min(stem, p.Z + 66), 6);
        return new Depths(cerebrum, radius, cerebellum, stem, hull);
    }

    /// <summary>Tissue of a point inside the hull.</summary>
    public Tissue Classify(Vector3 p, Vector3 side, Depths depths)
    {
        if (IsFourthVentricle(p)) return Tissue.Ventricle;
        if (depths.Stem > 0 && p.Z < -4) return Tissue.BrainStem;
        if (depths.Cerebellum > 0 && depths.Cerebellum > depths.Cerebrum) return CerebellarTissue(p, depths.Cerebellum);
        if (depths.Cerebrum <= 0) return Tissue.SulcalCsf;
        if (DeepTissue(p, side) is { } deep) return deep;
        return CorticalTissue(p, side, depths);
    }

    float Cerebrum(Vector3 p, Vector3 side, out float radius)
    {
        Vector3 offset = p - CerebrumCentre;
        float lobes = 1 + shape.FrontalTaper * (offset.Y + 14) / 85 * (offset.Y > -14 ? 1 : 0.5f);
        var stretched = new Vector3(offset.X * lobes, offset.Y, offset.Z);
        Vector3 radii = offset.Z < 0 ? shape.Cerebrum with { Z = shape.BasalRadius } : shape.Cerebrum;
        float main = Shapes.FullEllipsoid(stretched, radii, 0.8f, out radius);
        // The temporal lobe comes forward and down from the parietal floor, and its pole turns inwards.
        Vector3 toTemporal = side - TemporalCentre;
        toTemporal.X += 0.0035f * MathF.Max(toTemporal.Y, 0) * toTemporal.Y;
        toTemporal.Z -= 0.22f * toTemporal.Y;
        float temporal = Shapes.FullEllipsoid(toTemporal, shape.Temporal, 0.9f, out _);
        return Shapes.Union(main, temporal, 5);
    }

    float Cerebellum(Vector3 p, Vector3 side)
    {
        // Two hemispheres: a notch behind the vermis, and the lower surface falls off to the sides.
        Vector3 offset = p - CerebellumCentre;
        offset.Z += 0.004f * side.X * side.X - 3;
        float notch = 7 * MathF.Exp(-side.X * side.X / 50) * Math.Clamp(-offset.Y / 20, 0, 1);
        return Shapes.FullEllipsoid(offset, shape.Cerebellum, 0.9f, out _) - notch;
    }

    static float Stem(Vector3 p)
    {
        float midbrain = Shapes.Capsule(p, new(0, -20, 2), new(0, -24, -20), 15, 14);
        float pons = Shapes.Ellipsoid(p, new(0, -22, -32), new(18, 14, 15));
        float medulla = Shapes.Capsule(p, new(0, -30, -40), new(0, -42, -78), 11, 6.5f);
        return Shapes.Union(Shapes.Union(midbrain, pons, 6), medulla, 6);
    }

    bool IsFourthVentricle(Vector3 p) =>
        p.Z is < -18 and > -50 && Shapes.Ellipsoid(p, new(0, -38, -34), new Vector3(6.5f, 4, 11) * shape.Ventricle) > 0;

    Tissue CerebellarTissue(Vector3 p, float depth)
    {
        if (depth < 0.6f) return Tissue.SulcalCsf;
        // Folia: fissures fan out from the fourth ventricle; every other one is deep.
        float angle = MathF.Atan2(p.Z - Hub.Z, Hub.Y - p.Y) + 0.06f * slow.At(3 * p);
        float distance = MathF.Max(new Vector2(p.Z - Hub.Z, p.Y - Hub.Y).Length(), 12);
        const float Fissures = 11;
        float phase = angle * Fissures;
        float fissure = Wrapped(phase) * distance / Fissures;
        float minor = Wrapped(2 * phase) * distance / (2 * Fissures);
        float toFissure = MathF.Sqrt(fissure * fissure + Square(MathF.Max(depth - 16, 0)));
        float toMinor = MathF.Sqrt(minor * minor + Square(MathF.Max(depth - 9, 0)));
        float gap = MathF.Min(depth, MathF.Min(toFissure, toMinor));
        if (gap < 0.5f * shape.SulcusHalfWidth) return Tissue.SulcalCsf;
        return gap < 2.6f ? Tissue.CerebellarGrey : Tissue.CerebellarWhite;
    }

    /// <summary>Ventricles and nuclei, or null where the cortex or its white matter is.</summary>
    Tissue? DeepTissue(Vector3 p, Vector3 side)
    {
        if (side.X > 46 || p.Y is < -72 or > 44 || p.Z is < -26 or > 40) return null;
        if (Ventricles.Depth(side, shape.Ventricle) > 0) return Tissue.Ventricle;
        if (Shapes.Ellipsoid(side, new(11, -17, 7), new(9.5f, 15, 9)) > 0) return Tissue.Thalamus;
        if (Shapes.Ellipsoid(side, new(14.5f, 17, 8), new(5, 10, 9)) > 0
            || Shapes.Capsule(side, new(16, 10, 16), new(20, -22, 20), 3.5f, 2) > 0) return Tissue.Caudate;
        Vector3 tilted = side with { X = side.X + 0.22f * side.Y };
        if (Shapes.Ellipsoid(tilted, new(19.5f, -2, 0), new(4.5f, 10, 7)) > 0) return Tissue.Pallidum;
        if (Shapes.Ellipsoid(tilted, new(27, 2, 2), new(5, 17, 11)) > 0) return Tissue.Putamen;
        if (Shapes.Capsule(side, new(23, -8, -17), new(28, -34, -8), 5.5f, 3.5f) > 0
            || Shapes.Ellipsoid(side, new(22, 0, -18), new(8, 8, 7)) > 0) return Tissue.Hippocampus;
        return null;
    }

    Tissue CorticalTissue(Vector3 p, Vector3 side, Depths depths)
    {
        // The outermost brain surface is pial; sulci are sheets that hang from it, widest at the top.
        float depth = depths.Cerebrum;
        float widening = shape.SulcusHalfWidth * (1 + 1.6f * MathF.Exp(-depth / 3));
        float gap = MathF.Min(depth - 0.3f, Sulcus(p, depths) - widening);
        gap = MathF.Min(gap, Fissures(p, side) - 0.5f * widening - 0.4f);
        if (gap < 0) return Tissue.SulcalCsf;
        return gap < shape.CortexThickness ? Tissue.GreyMatter : Tissue.WhiteMatter;
    }

    /// <summary>Distance to the nearest sulcus: where a noise pattern, carried radially inwards from the hull, is zero.</summary>
    float Sulcus(Vector3 p, Depths depths)
    {
        float shrink = 0.2f + 0.8f * Math.Clamp(depths.CerebrumRadius, 0.25f, 1.3f);
        float value = folds.At(p / shrink, out Vector3 gradient);
        float across = MathF.Abs(value) * shrink / MathF.Sqrt(gradient.LengthSquared() + 0.01f);
        float below = MathF.Max(depths.Cerebrum - shape.SulcusDepth * (1 + 0.3f * slow.At(2.2f * p)), 0);
        return MathF.Sqrt(across * across + below * below);
    }

    /// <summary>Distance to the midline, Sylvian and insular fissures.</summary>
    float Fissures(Vector3 p, Vector3 side)
    {
        float wobble = 0.8f * slow.At(p * 1.7f);
        float callosal = new Vector2((p.Y + 4) / 41, (p.Z - 7) / 25).Length();
        float inside = MathF.Max(1 - callosal, 0) * 25 * 1.5f;
        float midline = MathF.Sqrt(Square(p.X + wobble) + inside * inside);
        float sylvianHeight = -9 - 0.22f * p.Y + 1.5f * wobble;
        float sylvian = MathF.Sqrt(Square(p.Z - sylvianHeight)
            + Square(MathF.Max(37 - side.X, 0)) + Square(MathF.Max(-32 - p.Y, 0)));
        float insula = MathF.Sqrt(Square(side.X - 37.5f - 0.5f * wobble)
            + Square(MathF.Max(MathF.Abs(p.Z - 2) - 10, 0)) + Square(MathF.Max(MathF.Abs(p.Y - 3) - 20, 0)));
        return MathF.Min(midline, MathF.Min(sylvian, insula));
    }

    /// <summary>Distance of an angle, in radians, from the nearest multiple of 2 pi.</summary>
    static float Wrapped(float angle) => MathF.Abs(angle - MathF.Tau * MathF.Round(angle / MathF.Tau));

    static float Square(float x) => x * x;
}
