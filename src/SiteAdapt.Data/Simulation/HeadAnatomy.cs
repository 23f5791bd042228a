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

    /// <summary>How far the ears stand out.</summary>
    const float EarReach = 22;

    static readonly (Vector3 Low, Vector3 High) Box = (new(-96, -112, -124), new(96, 112, 92));

    readonly HeadShape shape;
    readonly SurfaceLattice surfaces;
    readonly BrainModel brain;
    readonly FaceModel face;

    /// <param name="seed">Seed of the whole simulation.</param>
    /// <param name="subject">The person; the same seed and subject give the same head.</param>
    public HeadAnatomy(long seed, string subject)
    {
        Subject = subject;
        var stream = new RandomStream(seed, $"subject/{subject}");
        shape = new HeadShape(stream);
        var bend = new NoiseVectorField(stream, 85, 220, 24, 150);
        var slow = new NoiseField(stream, 45, 110, 32, 180);
        face = new FaceModel(shape, new NoiseField(stream, 15, 40, 28, 115));
        brain = new BrainModel(shape, new NoiseField(stream, 20, 27, 48, 112, pointsPerWave: 7), slow);
        var margin = new Vector3(12);
        surfaces = new SurfaceLattice(new HeadSurfaces(shape, brain, bend, slow), Box.Low - margin, Box.High + margin);
    }

    public string Subject { get; }

    /// <summary>Years; older heads have wider sulci and ventricles.</summary>
    public int? Age => shape.Age;

    public string Sex => shape.IsFemale ? "F" : "M";

    public IReadOnlyList<AnatomyLabel> Labels => TissueLabels.All;

    /// <summary>Box that holds the head: 192 x 224 x 216 mm, more below than above for the neck.</summary>
    public (Vector3 Low, Vector3 High) Extent => Box;

    /// <inheritdoc/>
    public int LabelAt(Vector3 world) => (int)TissueAt(world);

    /// <summary>The tissue at a world position in millimetres (RAS+).</summary>
    public Tissue TissueAt(Vector3 world)
    {
        if (!surfaces.TryRead(world, EarReach, out HeadSurfaces.Point at)) return Tissue.Air;
        Vector3 p = at.Place;
        var side = new Vector3(MathF.Abs(p.X), p.Y, p.Z);
        return at.Brain.Hull > 0 ? brain.Classify(p, side, at.Brain) : OutsideBrain(p, side, at);
    }

    Tissue OutsideBrain(Vector3 p, Vector3 side, HeadSurfaces.Point at)
    {
        bool inCanal = p.Z < -60 && at.Brain.Stem + 6 > 0;
        if (at.Cavity > 0 && p.Z > -68 || inCanal) return InsideBrainCase(p, at.Brain);
        if (at.Skin < 0) return IsEar(side) ? Tissue.Skin : Tissue.Air;
        float cord = p.Z < -70 ? Shapes.Capsule(p, new(0, -42, -78), new(0, -50, -170), 6.5f, 6) : -100;
        if (cord > -6) return cord > 0 ? Tissue.SpinalCord : cord > -4.5f ? Tissue.Csf : Tissue.Fat;
        float outwards = -at.Cavity, skull = SkullLayers.Thickness(at.Diploe);
        if (p.Z > -64 && outwards < skull) return SkullLayers.At(outwards, at.Diploe);
        return IsUnderScalp(p, side) && at.Skin < ScalpReach
            ? ScalpTissue(at.Skin, outwards - skull)
            : face.Classify(p, side, at.Skin);
    }

    static Tissue InsideBrainCase(Vector3 p, BrainModel.Depths depths)
    {
        if (depths.Stem > 0) return Tissue.SpinalCord;
        // The superior sagittal sinus runs along the midline under the skull, from the forehead to the occiput.
        bool sinus = MathF.Abs(p.X) < 3.5f && depths.Hull is < -0.5f and > -6 && (p.Z > 25 || p.Y < -60 && p.Z > -10);
        return sinus ? Tissue.Vessel : Tissue.Csf;
    }

    static bool IsUnderScalp(Vector3 p, Vector3 side) => p.Z > (p.Y > 45 ? -12 : side.X > 40 ? -30 : -45);

    Tissue ScalpTissue(float skin, float aboveSkull)
    {
        const float Galea = 1;
        if (skin < 2) return Tissue.Skin;
        return aboveSkull < Galea || skin > shape.ScalpThickness ? Tissue.Muscle : Tissue.Fat;
    }

    static bool IsEar(Vector3 side)
    {
        Vector3 offset = side - new Vector3(80, -14, -28);
        float bowl = new Vector3(offset.X / 6, (offset.Y - 0.6f * offset.X) / 14, offset.Z / 28).Length();
        return bowl is < 1 and > 0.35f;
    }
}
