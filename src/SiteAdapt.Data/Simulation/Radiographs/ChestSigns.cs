using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>Puts findings that have a place into a chest: which side, which lobe, how large.</summary>
sealed class ChestSigns(ChestState chest, RandomStream stream)
{
    const float Solid = 1.03f;

    public void Add()
    {
        if (chest.Disease.Has(ChestFinding.Effusion)) AddEffusion(chest.Disease.Severity(ChestFinding.Effusion));
        if (chest.Disease.Has(ChestFinding.Pneumothorax)) AnySide().AirGap = chest.Grade(ChestFinding.Pneumothorax, 9, 48);
        if (chest.Disease.Has(ChestFinding.Edema)) AddEdema(chest.Disease.Severity(ChestFinding.Edema));
        if (chest.Disease.Has(ChestFinding.Consolidation)) AddConsolidation(chest.Disease.Severity(ChestFinding.Consolidation));
        if (chest.Disease.Has(ChestFinding.Atelectasis)) AddAtelectasis(chest.Disease.Severity(ChestFinding.Atelectasis));
        if (chest.Disease.Has(ChestFinding.Nodule)) AddRound(chest.Grade(ChestFinding.Nodule, 6, 15), lobes: 1);
        if (chest.Disease.Has(ChestFinding.Mass)) AddRound(chest.Grade(ChestFinding.Mass, 17, 36), lobes: 3);
        if (chest.Disease.Has(ChestFinding.Devices)) new ChestDevices(chest, stream).Add(chest.Disease.Severity(ChestFinding.Devices));
    }

    LungState AnySide() => chest.Lungs[stream.NextInt(2)];

    /// <summary>The more there is, the likelier on both sides.</summary>
    void AddEffusion(float severity)
    {
        LungState first = AnySide();
        bool both = stream.NextDouble() < 0.2 + 0.5 * severity;
        foreach (LungState lung in chest.Lungs.Where(lung => both || lung == first))
            lung.FluidLevel = chest.Shape.Floor + (lung == first ? 1 : Between(0.5f, 1)) * (48 + 90 * severity);
    }

    void AddEdema(float severity)
    {
        foreach (LungState lung in chest.Lungs)
        {
            Vector3 centre = ChestShape.Hilum(lung.Side) + new Vector3(lung.Side * 22, 0, Normal(6));
            float grown = 0.8f + 0.4f * severity + Normal(0.05f);
            foreach (float part in (float[])[1, 0.7f])
                chest.Opacities.Add(new Opacity(
                    new Ellipsoid(centre, part * grown * new Vector3(52, 65, 80)),
                    chest.LungDensity + (part < 1 ? 0.32f : 0.16f) * (0.35f + 0.65f * severity), StaysLung: true));
        }
    }

    void AddConsolidation(float severity)
    {
        Vector3 lobe = PlaceInLung(AnySide());
        float filled = 0.45f + 0.45f * severity;
        int patches = 4 + stream.NextInt(3) + (int)(3 * severity);
        float scatter = 12 + 14 * severity;
        for (int i = 0; i < patches; i++)
        {
            var centre = lobe + new Vector3(Normal(scatter), Normal(scatter), Normal(scatter));
            Vector3 radii = (0.7f + 0.7f * severity) * new Vector3(Between(12, 24), Between(14, 28), Between(12, 24));
            foreach (float part in (float[])[1, 0.65f])
                chest.Opacities.Add(new Opacity(new Ellipsoid(centre, part * radii, Normal(0.4f)), part < 1 ? filled : 0.6f * filled, StaysLung: part == 1));
        }
    }

    void AddAtelectasis(float severity)
    {
        LungState lung = AnySide();
        float loss = 0.3f + 0.7f * severity;
        lung.DomeLift += 32 * loss;
        chest.Shift += lung.Side * 13 * loss;
        var centre = new Vector3(lung.Side * Between(62, 85), Between(-15, 15), chest.Shape.Floor + DomeOf(lung) + lung.DomeLift + Between(12, 35));
        chest.Opacities.Add(new Opacity(
            new Ellipsoid(centre, new Vector3(Between(32, 48), Between(40, 60), 3 + 7 * severity), Normal(0.2f)), Solid));
    }

    void AddRound(float radius, int lobes)
    {
        Vector3 centre = PlaceInLung(AnySide());
        for (int i = 0; i < lobes; i++)
        {
            Vector3 aside = i == 0 ? default : 0.35f * radius * new Vector3(Normal(1), Normal(1), Normal(1));
            var radii = new Vector3(Between(0.88f, 1.1f), Between(0.88f, 1.1f), Between(0.88f, 1.1f));
            chest.Opacities.Add(new Opacity(new Ellipsoid(centre + aside, (i == 0 ? 1 : 0.75f) * radius * radii), Solid));
        }
    }

    /// <summary>In the upper, middle or lower part, away from heart and chest wall.</summary>
    Vector3 PlaceInLung(LungState lung)
    {
        float low = chest.Shape.Floor + DomeOf(lung) + 15, high = 0.3f * chest.Shape.Cavity.Z, z = Between(low, high);
        float across = MathF.Sqrt(1 - MathF.Pow((z - chest.Shape.CavityCentre.Z) / chest.Shape.Cavity.Z, 2)) * chest.Shape.Cavity.X;
        return new Vector3(lung.Side * Between(0.45f, 0.78f) * across, Between(-35, 35), z);
    }

    float DomeOf(LungState lung) => lung.Side > 0 ? chest.Shape.DomeLeft : chest.Shape.DomeRight;

    float Between(float low, float high) => (float)stream.NextUniform(low, high);

    float Normal(float deviation) => deviation * (float)Math.Clamp(stream.NextNormal(), -2, 2);
}
