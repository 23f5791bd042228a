using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>A chest as bodies that a ray is painted with, in the order in which they displace each other.</summary>
sealed class ChestBodies
{
    const float Fat = 0.92f, Muscle = 1.04f, Blood = 1.05f, Fluid = 1.02f;
    readonly ChestState chest;
    readonly ChestShape shape;
    readonly Ellipsoid cavity, mediastinum, heart, saddle;
    readonly Ellipsoid[] skin, muscle, vessels, bellies;
    readonly Side[] sides;

    /// <summary>What differs between the two lungs.</summary>
    sealed record Side(LungState Lung, Ellipsoid Dome, Ellipsoid? Collapsed, Ellipsoid? Bowl, float Density);

    public ChestBodies(ChestState chest)
    {
        (this.chest, shape) = (chest, chest.Shape);
        cavity = new Ellipsoid(shape.CavityCentre, shape.Cavity);
        float wall = 10 + shape.Muscle, width = shape.Cavity.X + wall, depth = shape.Cavity.Y + wall;
        muscle = Outline(width, depth, 0);
        skin = Outline(width + shape.Fat, depth + shape.Fat, shape.Fat);
        bellies = shape.IsFemale ? [Breast(-1, depth + shape.Fat), Breast(1, depth + shape.Fat)] : [];
        Vector3 shift = chest.Shift * Vector3.UnitX;
        mediastinum = new Ellipsoid(new Vector3(0, -8, 5) + 0.6f * shift, new Vector3(shape.Mediastinum, 58, 190));
        // A larger heart grows to the left and rests on the diaphragm
        float grown = chest.Heart.X - shape.HeartLong;
        heart = new Ellipsoid(shape.HeartCentre + shift + new Vector3(0.45f * grown, 0, 0.25f * grown), new Vector3(chest.Heart.X, chest.Heart.Y, chest.Heart.Z), shape.HeartTurn);
        vessels =
        [
            new(new Vector3(25, -5, 50) + 0.6f * shift, new Vector3(shape.AorticKnob)),
            new(new Vector3(20, -45, -50) + 0.5f * shift, new Vector3(12, 12, 115)),
            new(ChestShape.Hilum(-1) + 0.6f * shift, chest.VesselWidth * new Vector3(14, 17, 21), 0.3f),
            new(ChestShape.Hilum(1) + 0.6f * shift, chest.VesselWidth * new Vector3(15, 17, 19), -0.3f),
        ];
        saddle = new Ellipsoid(new Vector3(0, 0, shape.Floor), new Vector3(70, 80, 0.75f * chest.DomeFlatness * shape.DomeLeft));
        sides = [.. chest.Lungs.Select(SideOf)];
    }

    /// <summary>Fills a path with everything but bone.</summary>
    public void Paint(in Ray ray, RayPath path)
    {
        path.Clear();
        foreach (ref readonly Ellipsoid body in bellies.AsSpan()) path.Paint(body.Cut(ray), Fat);
        foreach (ref readonly Ellipsoid body in skin.AsSpan()) path.Paint(body.Cut(ray), Fat);
        foreach (ref readonly Ellipsoid body in muscle.AsSpan()) path.Paint(body.Cut(ray), Muscle);
        RaySpan inside = cavity.Cut(ray);
        if (inside.IsEmpty) return;
        foreach (Side side in sides) PaintLung(side, inside.And(ray.Below(-side.Lung.Side * Vector3.UnitX, 0)), ray, path);
        foreach (Opacity opacity in chest.Opacities) path.PaintInLung(opacity.Body.Cut(ray), opacity.Density, opacity.StaysLung);
        path.PaintInLung(mediastinum.Cut(ray), Blood);
        path.PaintInLung(heart.Cut(ray), Blood);
        foreach (ref readonly Ellipsoid body in vessels.AsSpan()) path.PaintInLung(body.Cut(ray), Blood);
        path.PaintInLung(inside.And(ray.Below(Vector3.UnitZ, shape.Floor)), Muscle);
        path.PaintInLung(saddle.Cut(ray), Muscle); // the diaphragm between its domes
        foreach (Side side in sides) path.PaintInLung(side.Dome.Cut(ray), Muscle);
        path.Paint(new Ellipsoid(new Vector3(0.4f * chest.Shift, -12, 115), new Vector3(8, 8, 85)).Cut(ray), 0); // windpipe
        path.Paint(new Ellipsoid(new Vector3(70, 15, shape.Floor + sides[1].Lung.DomeLift - 2), new Vector3(22, 30, 16)).Cut(ray), 0.05f); // air in the stomach
    }

    static void PaintLung(Side side, RaySpan half, in Ray ray, RayPath path)
    {
        if (half.IsEmpty) return;
        if (side.Collapsed is { } collapsed)
        {
            path.Paint(half, 0, isLung: true);
            path.Paint(half.And(collapsed.Cut(ray)), side.Density, isLung: true);
        }
        else path.Paint(half, side.Density, isLung: true);
        if (side.Lung.FluidLevel is not { } level) return;
        path.PaintInLung(half.And(ray.Below(Vector3.UnitZ, level)), Fluid);
        // Lung floats in the fluid; with air above it the fluid is level
        if (side.Bowl is { } bowl) path.Paint(half.And(bowl.Cut(ray)), side.Density, isLung: true);
    }

    Side SideOf(LungState lung)
    {
        float height = chest.DomeFlatness * (lung.Side > 0 ? shape.DomeLeft : shape.DomeRight);
        var dome = new Ellipsoid(new Vector3(lung.Side * 66, 0, shape.Floor + lung.DomeLift), new Vector3(60, 92, Math.Max(12, height)));
        float gap = lung.AirGap;
        Ellipsoid? collapsed = gap == 0 ? null : new Ellipsoid(
            shape.CavityCentre - 0.6f * gap * Vector3.UnitZ, shape.Cavity - gap * new Vector3(1, 0.8f, 0.8f));
        Ellipsoid? bowl = null;
        if (gap == 0 && lung.FluidLevel is { } level)
        {
            float at = (level - shape.CavityCentre.Z) / shape.Cavity.Z, narrow = MathF.Sqrt(MathF.Max(0.05f, 1 - at * at));
            float aside = 30, depth = 40 + 0.35f * (level - shape.Floor);
            bowl = new Ellipsoid(new Vector3(lung.Side * aside, 0, level), new Vector3(narrow * shape.Cavity.X - aside, narrow * shape.Cavity.Y, depth));
        }
        return new Side(lung, dome, collapsed, bowl, chest.LungDensity * (1 + gap / 60));
    }

    /// <summary>Trunk, shoulders, neck, arms.</summary>
    Ellipsoid[] Outline(float width, float depth, float fat) =>
    [
        new(new Vector3(0, 0, -130), new Vector3(width, depth, 400)),
        new(new Vector3(0, -12, 112), new Vector3(1.55f * shape.Cavity.X + fat, 52 + fat, 46 + fat)),
        new(new Vector3(0, -5, 200), new Vector3(54 + fat, 54 + fat, 130)),
        Ellipsoid.Rod(new Vector3(-205, -10, 140), new Vector3(-250, -10, -220), 38 + 0.6f * fat),
        Ellipsoid.Rod(new Vector3(205, -10, 140), new Vector3(250, -10, -220), 38 + 0.6f * fat),
    ];

    Ellipsoid Breast(int side, float depth) =>
        new(new Vector3(side * 78, depth - 12, -70), shape.Breast * new Vector3(72, 48, 68));
}
