using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>A body in the chest and what it attenuates, relative to water.</summary>
/// <param name="StaysLung">Still lung, so that more disease can be in it.</param>
readonly record struct Opacity(Ellipsoid Body, float Density, bool StaysLung = false);

/// <summary>What a chest's disease does to its organs at one examination.</summary>
sealed class ChestState
{
    const float CatheterBone = 3, MetalBone = 12;

    public ChestState(ChestShape shape, ChestDisease disease, RandomStream stream)
    {
        (Shape, Disease) = (shape, disease);
        float failure = disease.Severity(ChestFinding.Edema), smoke = Grade(ChestFinding.Emphysema, 0.35f);
        float wide = 1 + Grade(ChestFinding.Cardiomegaly, 0.14f, 0.42f) - 0.35f * smoke;
        Heart = new Vector3(wide * shape.HeartLong, (1 + 0.5f * (wide - 1)) * shape.HeartShort, (1 + 0.7f * (wide - 1)) * shape.HeartShort);
        LungDensity = shape.LungDensity * (1 - 0.9f * smoke) * (1 + 0.35f * failure);
        VesselWidth = 1 + Grade(ChestFinding.Edema, 0.15f, 0.5f) - 0.7f * smoke;
        (Lungs[0], Lungs[1]) = (new LungState(-1), new LungState(1));
        foreach (LungState lung in Lungs) lung.DomeLift = -30 * smoke;
        DomeFlatness = 1 - smoke;
        new ChestSigns(this, stream).Add();
    }

    public ChestShape Shape { get; }
    public ChestDisease Disease { get; }

    /// <summary>Radii: long axis, depth, short axis.</summary>
    public Vector3 Heart { get; }
    public float LungDensity { get; }
    public float VesselWidth { get; }

    /// <summary>Factor on the height of both domes.</summary>
    public float DomeFlatness { get; }

    /// <summary>How far heart and mediastinum are pulled to the left (+) or right, in mm.</summary>
    public float Shift { get; set; }

    /// <summary>Right, left.</summary>
    public LungState[] Lungs { get; } = new LungState[2];

    public List<Opacity> Opacities { get; } = [];

    /// <summary>Tubes and wires with the bone thickness that attenuates as much as a millimetre of them.</summary>
    public List<(Tube Tube, float Bone)> Devices { get; } = [];

    public void AddCatheter(float radius, params Vector3[] points) => AddDevice(radius, CatheterBone, points);

    public void AddMetal(float radius, params Vector3[] points) => AddDevice(radius, MetalBone, points);

    /// <summary>0 where the finding is absent; else from the least to the most severe.</summary>
    public float Grade(ChestFinding finding, float least, float most) =>
        Disease.Has(finding) ? least + (most - least) * Disease.Severity(finding) : 0;

    float Grade(ChestFinding finding, float most) => Grade(finding, 0.3f * most, most);

    void AddDevice(float radius, float bone, Vector3[] points)
    {
        for (int i = 1; i < points.Length; i++) Devices.Add((new Tube(points[i - 1], points[i], radius), bone));
    }
}

/// <summary>One lung.</summary>
/// <param name="side">-1 the right one, 1 the left one.</param>
sealed class LungState(int side)
{
    public int Side => side;

    /// <summary>How much higher the diaphragm's dome is, in mm.</summary>
    public float DomeLift { get; set; }

    /// <summary>Height up to which there is fluid, or null.</summary>
    public float? FluidLevel { get; set; }

    /// <summary>Width of the air between lung and chest wall, in mm; 0: none.</summary>
    public float AirGap { get; set; }
}
