using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>How much cortical bone a ray passes: ribs, spine, clavicles, shoulder blades, arms, breastbone.</summary>
sealed class Skeleton
{
    const float RibThickness = 8, RibShare = 0.5f, Cartilage = 58, VertebraHeight = 25;
    readonly ChestShape shape;
    readonly Ellipsoid inner, outer, spine;
    readonly (Ellipsoid Body, float Bone)[] bones;

    /// <param name="armsForward">As people stand for a PA radiograph: shoulder blades beside the lungs and not over them.</param>
    public Skeleton(ChestShape shape, bool armsForward)
    {
        this.shape = shape;
        inner = new Ellipsoid(shape.CavityCentre, shape.Cavity);
        outer = new Ellipsoid(shape.CavityCentre, shape.Cavity + new Vector3(RibThickness));
        spine = new Ellipsoid(new Vector3(0, -70, -30), new Vector3(18, 17, 330));
        float blade = armsForward ? 146 : 112, collar = shape.Collar, end = collar + (armsForward ? 8 : 24);
        bones =
        [
            .. new[] { -1, 1 }.SelectMany(side => new[]
            {
                (Ellipsoid.Rod(new Vector3(side * 16, 58, collar), new Vector3(side * 150, 0, end), 6), 0.4f),
                (new Ellipsoid(new Vector3(side * blade, -88, 45), new Vector3(26, 5, 62), side * -0.15f), 0.3f),
                (new Ellipsoid(new Vector3(side * 186, -10, 112), new Vector3(23)), 0.25f),
                (Ellipsoid.Rod(new Vector3(side * 192, -10, 115), new Vector3(side * 235, -10, -150), 12), 0.35f),
            }),
            (new Ellipsoid(new Vector3(0, 78, -5), new Vector3(17, 6, 85)), 0.2f),
        ];
    }

    /// <summary>In millimetres.</summary>
    public float Bone(in Ray ray)
    {
        float sum = Ribs(ray);
        foreach ((Ellipsoid body, float bone) in bones) sum += bone * body.Cut(ray).Length;
        RaySpan back = spine.Cut(ray);
        if (!back.IsEmpty) sum += shape.SpineBone * Vertebra(ray.At((back.From + back.To) / 2).Z) * back.Length;
        return sum;
    }

    float Ribs(in Ray ray)
    {
        RaySpan wall = outer.Cut(ray);
        if (wall.IsEmpty) return 0;
        RaySpan hollow = inner.Cut(ray);
        return hollow.IsEmpty ? Ribs(ray, wall) : Ribs(ray, new RaySpan(wall.From, hollow.From)) + Ribs(ray, new RaySpan(hollow.To, wall.To));
    }

    /// <summary>Where a ray runs along the chest wall it may pass several ribs.</summary>
    float Ribs(in Ray ray, RaySpan wall)
    {
        const float Step = 3;
        int steps = Math.Max(2, (int)MathF.Ceiling(wall.Length / Step));
        float sum = 0, step = wall.Length / steps;
        for (int i = 0; i < steps; i++) sum += step * RibAt(ray.At(wall.From + (i + 0.5f) * step));
        return sum;
    }

    /// <summary>Ribs fall to the front and to the side; their rims are denser than their middle; in front they end in cartilage.</summary>
    float RibAt(Vector3 point)
    {
        float across = point.X / shape.Cavity.X, back = point.Y + shape.Cavity.Y;
        float height = point.Z + shape.RibTilt * back + 22 * across * across - shape.RibPhase;
        float cycle = height / shape.RibSpacing, number = MathF.Floor(cycle);
        float fromMiddle = MathF.Abs(cycle - number - 0.5f) * 2 / RibShare;
        if (fromMiddle >= 1 || number is > 4 or < -8) return 0;
        float rim = fromMiddle > 0.6f ? 1.7f : 0.75f;
        float front = point.Y > 0 ? Math.Clamp((MathF.Abs(point.X) - Cartilage) / 12, 0, 1) : 1;
        return shape.RibBone * rim * front;
    }

    /// <summary>1 in a vertebra, less in the discs between them.</summary>
    static float Vertebra(float height)
    {
        float cycle = height / VertebraHeight;
        return cycle - MathF.Floor(cycle) < 0.22f ? 0.35f : 1;
    }
}
