using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>Implicit model of what is below and in front of the brain case: eyes, nose, sinuses, jaws, throat, neck.</summary>
sealed class FaceModel(HeadShape shape, NoiseField fine)
{
    /// <summary>Tissue inside the face or neck, at a depth below the skin, outside the brain case.</summary>
    public Tissue Classify(Vector3 p, Vector3 side, float depth)
    {
        float grain = fine.At(p);
        if (p.Y > 14 && p.Z > -62 && Orbit(side) is { } orbital) return orbital;
        if (Airways(p, side, grain) is { } airway) return airway;
        if (p.Z < -42 && p.Y > 10 && Jaws(p, side, grain) is { } jaw) return jaw;
        if (p.Z < -50 && p.Y < 5 && Spine(p, side) is { } spinal) return spinal;
        if (side.X > 24 && Shapes.Ellipsoid(side, new(52, -28, -46), new(11, 14, 16)) > 0)
            return grain > 0.2f ? Tissue.CorticalBone : Tissue.Air;     // mastoid cells
        if (depth < 2.2f) return Tissue.Skin;
        if (depth < 2.2f + shape.FaceFat * (1 + 0.3f * fine.At(0.4f * p))) return Tissue.Fat;
        // Muscles are bundles with fat between them, along the neck and across the face.
        float bundles = fine.At(new Vector3(p.X, p.Y, 0.3f * p.Z));
        if (bundles is > -0.12f and < 0.12f || bundles > 1.7f) return Tissue.Fat;
        return Tissue.Muscle;
    }

    Tissue? Orbit(Vector3 side)
    {
        Vector3 eye = shape.Eye;
        float globe = Shapes.Ellipsoid(side, eye, new(12.2f, 12.2f, 12.2f));
        if (globe > 0)
        {
            if (Shapes.Ellipsoid(side, eye + new Vector3(0, 7.5f, 0), new(4.5f, 2.2f, 4.5f)) > 0) return Tissue.Lens;
            return globe < 1 ? Tissue.Muscle : Tissue.Eye;
        }
        var apex = new Vector3(14, 24, -20);
        float nerve = Shapes.Capsule(side, eye + new Vector3(-1, -11, 0), apex, 2.2f, 2);
        if (nerve > 0) return Tissue.OpticNerve;
        if (nerve > -1.2f) return Tissue.Csf;       // the sheath of the nerve
        float cone = Shapes.Capsule(side, eye + new Vector3(0, -2, 0), apex, 18, 6);
        if (cone <= 0) return cone > -1.5f && side.Y < eye.Y + 6 ? Tissue.CorticalBone : null;
        if (side.Y > eye.Y + 8) return null;
        foreach (Vector3 seat in RectusSeats)
            if (Shapes.Capsule(side, eye + seat, apex, 2.6f, 1.5f) > 0) return Tissue.Muscle;
        return Tissue.Fat;
    }

    static readonly Vector3[] RectusSeats = [new(12, -6, 0), new(-12, -6, 0), new(0, -6, 12), new(0, -6, -12)];

    Tissue? Airways(Vector3 p, Vector3 side, float grain)
    {
        float sinus = MathF.Max(
            Shapes.Ellipsoid(side, new(26, 60, -61), new Vector3(11, 14, 14) * shape.Sinus),
            MathF.Max(
                Shapes.Ellipsoid(side, new(5, 28, -36), new Vector3(10, 11, 9) * shape.Sinus),
                Shapes.Ellipsoid(side, new(8, 89, -7), new Vector3(9, 4, 8) * shape.Sinus)));
        if (sinus > 1) return Tissue.Air;
        if (sinus > 0) return Tissue.Mucosa;
        if (sinus > -1.5f) return Tissue.CorticalBone;
        float ethmoid = Shapes.Ellipsoid(side, new(5, 62, -30), new(9, 22, 9));
        if (ethmoid > 0) return MathF.Abs(grain) < 0.45f ? Tissue.CorticalBone : grain > 0 ? Tissue.Air : Tissue.Mucosa;
        float nasal = Shapes.Ellipsoid(side, new(6, 70, -55), new(9, 32, 15));
        if (nasal > 0) return side.X < 1.3f || grain > 0.35f || nasal < 1.2f ? Tissue.Mucosa : Tissue.Air;
        float throat = MathF.Max(Shapes.Capsule(p, new(0, 34, -56), new(0, 18, -74), 7, 8),
            Shapes.Capsule(p, new(0, 18, -74), new(0, 10, -150), 8, 6.5f));
        if (throat > 0) return Tissue.Air;
        return throat > -1.5f ? Tissue.Mucosa : null;
    }

    static Tissue? Jaws(Vector3 p, Vector3 side, float grain)
    {
        // Dental arches and mandible: a parabola seen from above.
        float arch = MathF.Abs(p.Y - (92 - 0.032f * p.X * p.X)) * (side.X > 20 ? 0.55f : 0.9f);
        bool teeth = p.Z is < -76 and > -94 && arch < 4.5f && side.X < 31;
        if (teeth) return Tissue.CorticalBone;
        float mandible = MathF.Max(
            MathF.Min(5.5f - arch, MathF.Min(-94 - p.Z, p.Z + 112)),
            Shapes.Capsule(side, new(36, 52, -98), new(50, 12, -52), 6.5f, 5));
        if (side.X > 37 && p.Z < -94 && mandible > 0 && p.Y < 40) return Tissue.Marrow;
        if (mandible > 1.8f) return Tissue.Marrow;
        if (mandible > 0) return Tissue.CorticalBone;
        float palate = MathF.Min(MathF.Min(p.Z + 74, -70 - p.Z), MathF.Min(24 - side.X, MathF.Min(p.Y - 38, 88 - p.Y)));
        if (palate > 0) return Tissue.CorticalBone;
        float tongue = Shapes.Ellipsoid(p, new(0, 58, -86), new(23, 28, 13));
        if (tongue > 0) return MathF.Abs(grain) < 0.25f ? Tissue.Fat : Tissue.Muscle;
        return null;
    }

    static Tissue? Spine(Vector3 p, Vector3 side)
    {
        // Vertebral bodies in front of the canal, discs between them, the arch behind.
        float body = MathF.Min(-66 - p.Z, Shapes.Capsule(p, new(0, -20, -60), new(0, -30, -160), 10, 11));
        float disc = MathF.Abs(Remainder(p.Z + 84, 18)) - 2.2f;
        if (body > 0) return disc < 0 ? Tissue.Mucosa : body < 1.3f || disc < 1 ? Tissue.CorticalBone : Tissue.Marrow;
        float arch = Shapes.Capsule(p, new(0, -42, -72), new(0, -50, -160), 15, 15);
        if (arch > 0 && disc > 0) return arch is < 1.5f or > 4 ? Tissue.CorticalBone : Tissue.Marrow;
        float artery = Shapes.Capsule(side, new(20, -26, -60), new(18, -28, -160), 2.2f, 2.2f);
        return artery > 0 ? Tissue.Vessel : null;
    }

    static float Remainder(float x, float period) => x - period * MathF.Round(x / period);
}
