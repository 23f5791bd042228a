using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// Implicit functions of simple bodies. Each gives the depth of a point below the body's surface in millimetres,
/// negative outside; exact for capsules, measured along the ray from the centre for ellipsoids.
/// </summary>
static class Shapes
{
    /// <summary>Depth in an ellipsoid.</summary>
    public static float Ellipsoid(Vector3 point, Vector3 centre, Vector3 radii)
    {
        Vector3 offset = point - centre;
        return RayDepth(offset, (offset / radii).Length(), radii);
    }

    /// <summary>
    /// Depth in an ellipsoid with fuller corners: the quartic form of which <paramref name="roundness"/> 1 is the ellipsoid
    /// and smaller values are boxier.
    /// </summary>
    public static float FullEllipsoid(Vector3 offset, Vector3 radii, float roundness, out float radius)
    {
        Vector3 q = offset / radii;
        q *= q;
        float cross = q.X * q.Y + q.Y * q.Z + q.Z * q.X;
        radius = MathF.Sqrt(MathF.Sqrt(Vector3.Dot(q, q) + 2 * roundness * cross));
        return RayDepth(offset, radius, radii);
    }

    /// <summary>Depth in a capsule whose radius changes linearly from one end to the other.</summary>
    public static float Capsule(Vector3 point, Vector3 from, Vector3 to, float radiusFrom, float radiusTo)
    {
        Vector3 axis = to - from;
        float along = Math.Clamp(Vector3.Dot(point - from, axis) / axis.LengthSquared(), 0, 1);
        return radiusFrom + along * (radiusTo - radiusFrom) - (point - from - along * axis).Length();
    }

    /// <summary>Union of two bodies with the edge between them rounded over <paramref name="blend"/> mm.</summary>
    public static float Union(float a, float b, float blend)
    {
        float overlap = MathF.Max(blend - MathF.Abs(a - b), 0);
        return MathF.Max(a, b) + overlap * overlap / (4 * blend);
    }

    static float RayDepth(Vector3 offset, float radius, Vector3 radii)
    {
        const float NearCentre = 0.05f;
        return radius < NearCentre
            ? MathF.Min(radii.X, MathF.Min(radii.Y, radii.Z))
            : offset.Length() * (1 - radius) / radius;
    }
}
