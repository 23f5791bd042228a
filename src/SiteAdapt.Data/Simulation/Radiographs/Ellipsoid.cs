using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// An ellipsoid in millimetres that rays are cut with. Chest frame: x to the patient's left, y to the front, z up; the origin is
/// in the middle of the chest at the height of the carina.
/// </summary>
readonly struct Ellipsoid
{
    readonly Vector3 centre, x, y, z;

    /// <param name="turn">Radians in the frontal plane: above 0 lowers the left (+x) end.</param>
    public Ellipsoid(Vector3 centre, Vector3 radii, float turn = 0)
    {
        (float sine, float cosine) = MathF.SinCos(turn);
        this.centre = centre;
        x = new Vector3(cosine, 0, -sine) / radii.X;
        y = Vector3.UnitY / radii.Y;
        z = new Vector3(sine, 0, cosine) / radii.Z;
    }

    /// <summary>Where a ray is inside; empty where it misses.</summary>
    public RaySpan Cut(in Ray ray)
    {
        Vector3 from = ray.Origin - centre;
        var o = new Vector3(Vector3.Dot(x, from), Vector3.Dot(y, from), Vector3.Dot(z, from));
        var d = new Vector3(Vector3.Dot(x, ray.Direction), Vector3.Dot(y, ray.Direction), Vector3.Dot(z, ray.Direction));
        float a = Vector3.Dot(d, d), b = Vector3.Dot(o, d), c = Vector3.Dot(o, o) - 1, square = b * b - a * c;
        if (square <= 0) return RaySpan.Empty;
        float root = MathF.Sqrt(square);
        return new RaySpan((-b - root) / a, (-b + root) / a);
    }

    /// <summary>A long thin one between two points.</summary>
    public static Ellipsoid Rod(Vector3 from, Vector3 to, float radius)
    {
        Vector3 along = to - from;
        float length = MathF.Sqrt(along.X * along.X + along.Z * along.Z);
        return new Ellipsoid((from + to) / 2, new Vector3(length / 2, radius, radius), MathF.Atan2(-along.Z, along.X));
    }
}

/// <summary>A line with a unit direction.</summary>
readonly record struct Ray(Vector3 Origin, Vector3 Direction)
{
    public Vector3 At(float distance) => Origin + distance * Direction;

    /// <summary>The part with normal . point &lt; limit.</summary>
    public RaySpan Below(Vector3 normal, float limit)
    {
        float at = limit - Vector3.Dot(normal, Origin), slope = Vector3.Dot(normal, Direction);
        const float Parallel = 1e-6f;
        if (MathF.Abs(slope) < Parallel) return at > 0 ? RaySpan.All : RaySpan.Empty;
        return slope > 0 ? new RaySpan(float.NegativeInfinity, at / slope) : new RaySpan(at / slope, float.PositiveInfinity);
    }
}

/// <summary>A piece of a ray, by distances in millimetres.</summary>
readonly record struct RaySpan(float From, float To)
{
    public static RaySpan Empty => new(0, 0);

    public static RaySpan All => new(float.NegativeInfinity, float.PositiveInfinity);

    public bool IsEmpty => From >= To;

    public float Length => MathF.Max(0, To - From);

    public RaySpan And(RaySpan other) => new(MathF.Max(From, other.From), MathF.Min(To, other.To));
}
