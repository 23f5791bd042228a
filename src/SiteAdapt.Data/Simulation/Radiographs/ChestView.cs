using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>How a chest stands between X-ray tube and detector; lengths in mm, angles in radians.</summary>
/// <param name="IsAp">Rays enter in front, the detector is behind: a lying or sitting patient. Else PA, from behind.</param>
/// <param name="SourceDistance">From the tube's focus to the detector.</param>
/// <param name="Field">Edge of the square detector.</param>
/// <param name="Turn">About the body's long axis.</param>
/// <param name="Tilt">In the image plane.</param>
/// <param name="Offset">Of the patient to the left and up.</param>
public sealed record ChestView(bool IsAp, float SourceDistance, float Field, float Turn = 0, float Tilt = 0, Vector2 Offset = default)
{
    const float DetectorDistance = 150;

    float Towards => IsAp ? -1 : 1;

    /// <summary>The ray to a point of the detector; it begins near the middle of the chest, so that distances stay small.</summary>
    /// <param name="u">To the image's right (the patient's left), in mm from the middle.</param>
    /// <param name="v">Up, in mm from the middle.</param>
    internal Ray RayTo(float u, float v)
    {
        var end = new Vector3(u, Towards * DetectorDistance, v);
        var source = new Vector3(0, Towards * (DetectorDistance - SourceDistance), 0);
        Vector3 middle = Vector3.Lerp(source, end, 1 - DetectorDistance / SourceDistance);
        return new Ray(Place(middle), Vector3.Normalize(Place(end) - Place(source)));
    }

    /// <summary>Where a point of the chest falls on the detector, and how much larger things are there.</summary>
    internal (float U, float V, float Magnification) Project(Vector3 point)
    {
        Vector3 seen = Rotate(point, 1) + new Vector3(Offset.X, 0, Offset.Y);
        float magnification = SourceDistance / (Towards * seen.Y + SourceDistance - DetectorDistance);
        return (seen.X * magnification, seen.Z * magnification, magnification);
    }

    /// <summary>From the room to the chest.</summary>
    Vector3 Place(Vector3 point) => Rotate(point - new Vector3(Offset.X, 0, Offset.Y), -1);

    Vector3 Rotate(Vector3 point, int direction)
    {
        var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, direction * Turn);
        var tilt = Quaternion.CreateFromAxisAngle(Vector3.UnitY, direction * Tilt);
        return direction > 0
            ? Vector3.Transform(Vector3.Transform(point, turn), tilt)
            : Vector3.Transform(Vector3.Transform(point, tilt), turn);
    }
}
