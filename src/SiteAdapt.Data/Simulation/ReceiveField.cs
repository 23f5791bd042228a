using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>The smooth multiplicative field of a scan: coil side, standing wave at the centre, and a cubic remainder.</summary>
sealed class ReceiveField(SiteProtocol site, ScanVariation scan)
{
    const float Reach = 100;

    readonly float strength = (float)site.BiasStrength / 3;
    readonly float centre = (float)site.CentreBrightening;
    readonly Vector3 coil = site.CoilFalloff + scan.Coil;

    /// <summary>Factor on the signal at a world position in millimetres; about 1 in the middle of the head.</summary>
    public float At(Vector3 world)
    {
        Vector3 q = world / Reach;
        float[] c = scan.Bias;
        float squares = c[0] * q.X * q.X + c[1] * q.Y * q.Y + c[2] * q.Z * q.Z;
        float products = c[3] * q.X * q.Y + c[4] * q.Y * q.Z + c[5] * q.Z * q.X;
        float cubes = c[6] * q.X * q.X * q.X + c[7] * q.Y * q.Y * q.Y + c[8] * q.Z * q.Z * q.Z;
        float standing = centre * (MathF.Exp(-q.LengthSquared() * 1.6f) - 0.5f);
        return MathF.Exp(strength * (squares + products + cubes) + Vector3.Dot(coil, q) + standing);
    }
}
