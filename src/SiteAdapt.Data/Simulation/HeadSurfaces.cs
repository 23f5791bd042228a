using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>The smooth nested surfaces of the head: brain parts, brain case, skull, skin.</summary>
sealed class HeadSurfaces(HeadShape shape, BrainModel brain, NoiseVectorField bend, NoiseField slow)
{
    const float BendMillimetres = 1.9f;

    readonly Matrix4x4 toHead = Matrix4x4.CreateTranslation(-shape.Offset)
        * Matrix4x4.Transpose(Matrix4x4.CreateFromYawPitchRoll(shape.Tilt.Y, shape.Tilt.X, shape.Tilt.Z))
        * Matrix4x4.CreateScale(1 / shape.Scale);

    /// <summary>Where a point is among the surfaces: its place in the bent head frame, and depths in millimetres.</summary>
    /// <param name="Place">Position in the head frame, individual irregularities taken out.</param>
    /// <param name="Skin">Depth below the skin.</param>
    /// <param name="Cavity">Depth below the inner surface of the skull.</param>
    /// <param name="Diploe">Thickness of the marrow layer of the skull here.</param>
    /// <param name="Brain">Depths below the surfaces of the brain's parts.</param>
    public readonly record struct Point(Vector3 Place, float Skin, float Cavity, float Diploe, BrainModel.Depths Brain)
    {
        /// <summary>A point of which only the place matters: 40 mm and more outside everything.</summary>
        public static Point FarOutside(Vector3 place) => new(place, -40, -60, 0, new(-60, 2, -60, -60, -60));
    }

    public Point At(Vector3 world)
    {
        Vector3 p = Vector3.Transform(world, toHead);
        p += BendMillimetres * bend.At(p);
        if (IsFarOutside(world)) return Point.FarOutside(p);
        var side = new Vector3(MathF.Abs(p.X), p.Y, p.Z);
        BrainModel.Depths depths = brain.DepthsAt(p, side);
        float fluid = shape.CsfThickness * (1 + 0.3f * slow.At(p));
        float cavity = Shapes.Union(depths.Hull, depths.Stem > -9 ? depths.Stem : -100, 14) + fluid;
        float diploe = Diploe(p);
        return new Point(p, Skin(p, side, cavity + SkullLayers.Thickness(diploe)), cavity, diploe, depths);
    }

    static bool IsFarOutside(Vector3 world)
    {
        Vector3 q = world / (world.Z > -10 ? new Vector3(108, 134, 116) : new Vector3(108, 150, 400));
        return q.LengthSquared() > 1;
    }

    /// <summary>Marrow between the tables of the skull: none at the base, little at the temples.</summary>
    float Diploe(Vector3 p)
    {
        float dome = Math.Clamp((p.Z + 12) / 30, 0, 1);
        float temple = MathF.Exp(-(p.Y - 15) * (p.Y - 15) / 900)
            * Math.Clamp((40 - p.Z) / 30, 0, 1) * Math.Clamp((MathF.Abs(p.X) - 30) / 20, 0, 1);
        return MathF.Max(0, shape.Diploe * (1 + 0.25f * slow.At(p)) * dome * (1 - 0.8f * temple));
    }

    /// <summary>Depth below the skin; <paramref name="skull"/> is the depth below the skull's outer surface.</summary>
    float Skin(Vector3 p, Vector3 side, float skull)
    {
        float depth = skull + shape.ScalpThickness + Temporalis(p, side);
        // Temples, nape and the side of the skull base are filled with muscle: the head is rounder than the skull.
        depth = Shapes.Union(depth, Shapes.Ellipsoid(p, new(0, -10, -8), shape.Round), 10);
        if (p.Z > 40) return depth;
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
}
