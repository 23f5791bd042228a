using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// A procedural head: every person is a different one, made of analytic bodies (<see cref="HeadShape"/>) whose outlines
/// are bent by smooth random fields. It is a function of space, so it can be sampled at any resolution. It is a stand-in
/// for real anatomy, made for exercising software; nothing was fitted to scans.
/// </summary>
public sealed class HeadAnatomy : IAnatomy
{
    /// <summary>Deeper than this below the skin, what lies outside the skull is face or neck.</summary>
    const float ScalpReach = 14;

    readonly HeadShape shape;
    readonly NoiseField[] bend;
    readonly NoiseField slow;
    readonly BrainModel brain;
    readonly FaceModel face;
    readonly Quaternion rotation;

    /// <param name="seed">Seed of the whole simulation.</param>
    /// <param name="subject">The person; the same seed and subject give the same head.</param>
    public HeadAnatomy(long seed, string subject)
    {
        var stream = new RandomStream(seed, $"subject/{subject}");
        shape = new HeadShape(stream);
        bend = [Bend(stream), Bend(stream), Bend(stream)];
        slow = new NoiseField(stream, 45, 110, 32, 180);
        var fine = new NoiseField(stream, 14, 40, 40, 130);
        brain = new BrainModel(shape, new NoiseField(stream, 20, 27, 48, 112, pointsPerWave: 7), slow);
        face = new FaceModel(shape, fine);
        rotation = Quaternion.Inverse(Quaternion.CreateFromYawPitchRoll(shape.Tilt.Y, shape.Tilt.X, shape.Tilt.Z));
        Subject = subject;
    }

    public string Subject { get; }

    /// <summary>Years; older heads have wider sulci and ventricles.</summary>
    public int? Age => shape.Age;

    public string Sex => shape.IsFemale ? "F" : "M";

    public IReadOnlyList<AnatomyLabel> Labels => TissueLabels.All;

    /// <summary>Box that holds the head: 192 x 224 x 216 mm, more below than above for the neck.</summary>
    public (Vector3 Low, Vector3 High) Extent => (new(-96, -112, -124), new(96, 112, 92));

    /// <inheritdoc/>
    public int LabelAt(Vector3 world) => (int)TissueAt(world);

    /// <summary>The tissue at a world position in millimetres (RAS+).</summary>
    public Tissue TissueAt(Vector3 world)
    {
        if (IsFarOutside(world)) return Tissue.Air;
        Vector3 p = Vector3.Transform(world - shape.Offset, rotation) / shape.Scale;
        p += 1.9f * new Vector3(bend[0].At(p), bend[1].At(p), bend[2].At(p));
        var side = new Vector3(MathF.Abs(p.X), p.Y, p.Z);
        BrainModel.Depths depths = brain.DepthsAt(p, side);
        return depths.Hull > 0 ? brain.Classify(p, side, depths) : OutsideBrain(p, side, depths);
    }

    static NoiseField Bend(RandomStream stream) => new(stream, 85, 220, 24, 150);

    static bool IsFarOutside(Vector3 world)
    {
        Vector3 q = world / (world.Z > -10 ? new Vector3(98, 122, 108) : new Vector3(98, 138, 400));
        return q.LengthSquared() > 1;
    }

    Tissue OutsideBrain(Vector3 p, Vector3 side, BrainModel.Depths depths)
    {
        float thickness = shape.CsfThickness * (1 + 0.35f * slow.At(p));
        float cavity = Shapes.Union(depths.Hull, depths.Stem > -9 ? depths.Stem : -100, 14) + thickness;
        bool inCanal = p.Z < -60 && depths.Stem + 6 > 0;
        if (cavity > 0 && p.Z > -68 || inCanal) return InsideBrainCase(p, depths);
        float cord = p.Z < -70 ? Shapes.Capsule(p, new(0, -42, -78), new(0, -50, -170), 6.5f, 6) : -100;
        if (cord > -6) return cord > 0 ? Tissue.SpinalCord : cord > -4.5f ? Tissue.Csf : Tissue.Fat;
        float outwards = -cavity;
        SkullLayers layers = SkullAt(p);
        float skin = SkinDepth(p, side, layers.Total - outwards);
        if (skin < 0) return IsEar(side) ? Tissue.Skin : Tissue.Air;
        if (p.Z > -64 && outwards < layers.Total) return layers.At(outwards);
        return IsUnderScalp(p, side) && skin < ScalpReach ? ScalpTissue(p, side, skin, outwards - layers.Total) : face.Classify(p, side, skin);
    }

    static Tissue InsideBrainCase(Vector3 p, BrainModel.Depths depths)
    {
        if (depths.Stem > 0) return Tissue.SpinalCord;
        // The superior sagittal sinus runs along the midline under the skull, from the forehead to the occiput.
        bool sinus = MathF.Abs(p.X) < 3.5f && depths.Hull is < -0.5f and > -6 && (p.Z > 25 || p.Y < -60 && p.Z > -10);
        return sinus ? Tissue.Vessel : Tissue.Csf;
    }

    /// <summary>Outer table, diploe with marrow, inner table; thin and solid at the base and temples.</summary>
    SkullLayers SkullAt(Vector3 p)
    {
        float dome = Math.Clamp((p.Z + 12) / 30, 0, 1);
        float temple = MathF.Exp(-(p.Y - 15) * (p.Y - 15) / 900) * Math.Clamp((40 - p.Z) / 30, 0, 1) * Math.Clamp((MathF.Abs(p.X) - 30) / 20, 0, 1);
        float diploe = shape.Diploe * (1 + 0.35f * slow.At(1.4f * p)) * dome * (1 - 0.8f * temple) + (p.Y < -60 ? 1 : 0);
        return new SkullLayers(1.6f, MathF.Max(diploe, 0), 1.8f);
    }

    readonly record struct SkullLayers(float Inner, float Diploe, float Outer)
    {
        public float Total => Inner + Diploe + Outer;

        public Tissue At(float outwards) => outwards > Inner && outwards < Inner + Diploe ? Tissue.Marrow : Tissue.CorticalBone;
    }

    /// <summary>Depth below the skin; <paramref name="skull"/> is the depth below the skull's outer surface.</summary>
    float SkinDepth(Vector3 p, Vector3 side, float skull)
    {
        float depth = skull + shape.ScalpFat + 3.6f + Temporalis(p, side);
        if (p.Z > 24) return depth;
        float front = Shapes.FullEllipsoid(p - new Vector3(0, 46, -60), shape.Face, 0.85f, out _);
        float chin = Shapes.Ellipsoid(p, new(0, 80, -104), new(24, 19, 18));
        float nose = Shapes.Capsule(p, new(0, 88, -26), new(0, 104, -54), 6, 11.5f);
        var fromAxis = new Vector2(p.X / shape.Neck.X, (p.Y + 22 - 0.12f * (p.Z + 60)) / shape.Neck.Y);
        float neck = MathF.Min((1 - fromAxis.Length()) * shape.Neck.X, -25 - p.Z);
        depth = Shapes.Union(depth, front, 14);
        depth = Shapes.Union(depth, Shapes.Union(chin, nose, 4), 8);
        return Shapes.Union(depth, neck, 22);
    }

    static float Temporalis(Vector3 p, Vector3 side) =>
        5 * MathF.Exp(-((p.Y - 20) * (p.Y - 20) / 900 + (p.Z + 12) * (p.Z + 12) / 700)) * Math.Clamp((side.X - 35) / 15, 0, 1);

    static bool IsUnderScalp(Vector3 p, Vector3 side) => p.Z > (p.Y > 45 ? -12 : side.X > 40 ? -30 : -45);

    static Tissue ScalpTissue(Vector3 p, Vector3 side, float skin, float aboveSkull)
    {
        if (skin < 2) return Tissue.Skin;
        float muscle = 0.9f + 1.1f * Temporalis(p, side);
        return aboveSkull < muscle ? Tissue.Muscle : Tissue.Fat;
    }

    static bool IsEar(Vector3 side)
    {
        Vector3 offset = side - new Vector3(80, -14, -28);
        float bowl = new Vector3(offset.X / 6, (offset.Y - 0.6f * offset.X) / 14, offset.Z / 28).Length();
        return bowl is < 1 and > 0.35f;
    }
}
