using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>Three independent <see cref="NoiseField"/>s as one smooth displacement, read with a single look-up.</summary>
sealed class NoiseVectorField
{
    readonly Vector3[] values;
    readonly int count;
    readonly float halfExtent;
    readonly float perMillimetre;

    public NoiseVectorField(RandomStream stream, float shortestWave, float longestWave, int waves, float halfExtent)
    {
        NoiseField Component() => new(stream, shortestWave, longestWave, waves, halfExtent);
        NoiseField x = Component(), y = Component(), z = Component();
        this.halfExtent = halfExtent;
        (count, perMillimetre) = (x.Count, x.PerMillimetre);
        values = new Vector3[x.Lattice.Length];
        for (int i = 0; i < values.Length; i++) values[i] = new Vector3(x.Lattice[i], y.Lattice[i], z.Lattice[i]);
    }

    /// <summary>The displacement at a point in millimetres; each component has mean 0 and variance 1.</summary>
    public Vector3 At(Vector3 point)
    {
        Vector3 at = Vector3.Clamp((point + new Vector3(halfExtent)) * perMillimetre, Vector3.Zero, new Vector3(count - 1.001f));
        int x = (int)at.X, y = (int)at.Y, z = (int)at.Z, i = x + count * (y + count * z), plane = count * count;
        float fx = at.X - x, fy = at.Y - y;
        Vector3 low = Bilinear(i, fx, fy), high = Bilinear(i + plane, fx, fy);
        return low + (at.Z - z) * (high - low);
    }

    Vector3 Bilinear(int i, float fx, float fy)
    {
        Vector3 low = values[i] + fx * (values[i + 1] - values[i]);
        Vector3 high = values[i + count] + fx * (values[i + count + 1] - values[i + count]);
        return low + fy * (high - low);
    }
}
