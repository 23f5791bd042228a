using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>The lateral and third ventricles as chains of capsules.</summary>
static class Ventricles
{
    static readonly (Vector3 From, Vector3 To, float Start, float End)[] Lateral =
    [
        (new(10, 30, 8), new(9, 10, 18), 4.5f, 5.5f),       // frontal horn
        (new(9, 10, 18), new(13, -25, 22), 5.5f, 6),        // body
        (new(13, -25, 22), new(25, -40, 10), 6, 7.5f),      // atrium
        (new(25, -40, 10), new(26, -62, 6), 6, 2.5f),       // occipital horn
        (new(25, -40, 10), new(32, -24, -10), 5.5f, 3),     // down to the temporal horn
        (new(32, -24, -10), new(29, -6, -17), 2.8f, 2),
    ];

    /// <summary>Depth in the ventricles; <paramref name="side"/> has |x|, <paramref name="size"/> scales the radii.</summary>
    public static float Depth(Vector3 side, float size)
    {
        // Shared with the other side: a slit between the thalami. The septum keeps the lateral ones off the midline.
        float third = MathF.Min(1.7f * size - side.X,
            MathF.Min(MathF.Min(side.Y + 22, 8 - side.Y), MathF.Min(side.Z + 14, 10 - side.Z)));
        float depth = third;
        foreach ((Vector3 from, Vector3 to, float start, float end) in Lateral)
            depth = MathF.Max(depth, Shapes.Capsule(side, from, to, start * size, end * size));
        return side.X < 0.9f && third < 0 ? -1 : depth;
    }
}
