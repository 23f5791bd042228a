namespace SiteAdapt.Data;

/// <summary>What each ray to the detector passed, row by row from the top; the patient's left is at the right.</summary>
/// <param name="Side">Pixels along each edge.</param>
/// <param name="PixelSize">In mm.</param>
/// <param name="Water">Millimetres of water that attenuate as much as all soft tissue.</param>
/// <param name="Bone">Millimetres of cortical bone.</param>
/// <param name="Lung">Millimetres of lung, sound or diseased.</param>
public sealed record ChestProjection(int Side, float PixelSize, float[] Water, float[] Bone, float[] Lung)
{
    /// <summary>Projects a person with a disease.</summary>
    /// <param name="side">Pixels along each edge.</param>
    public static ChestProjection Of(long seed, string subject, ChestDisease disease, ChestView view, int side)
    {
        ArgumentNullException.ThrowIfNull(disease);
        ArgumentNullException.ThrowIfNull(view);
        var shape = new ChestShape(new RandomStream(seed, $"chest/{subject}"));
        return Of(new ChestState(shape, disease, new RandomStream(seed, $"chest/{subject}/disease")), view, side);
    }

    internal static ChestProjection Of(ChestState chest, ChestView view, int side)
    {
        var made = new ChestProjection(side, view.Field / side, new float[side * side], new float[side * side], new float[side * side]);
        var (bodies, skeleton, path) = (new ChestBodies(chest), new Skeleton(chest.Shape, armsForward: !view.IsAp), new RayPath());
        for (int row = 0, i = 0; row < side; row++)
            for (int column = 0; column < side; column++, i++)
            {
                Ray ray = view.RayTo(made.Position(column), -made.Position(row));
                bodies.Paint(ray, path);
                (made.Water[i], made.Bone[i], made.Lung[i]) = (path.Water(), skeleton.Bone(ray), path.Lung());
            }
        foreach (LungState lung in chest.Lungs) made.AddVessels(chest, lung, view);
        foreach ((Tube tube, float bone) in chest.Devices) made.Add(tube, view, (i, length) => made.Bone[i] += bone * length);
        return made;
    }

    float Position(int index) => (index + 0.5f - Side / 2f) * PixelSize;

    /// <summary>Vessels shrink with a lung that air pushes away.</summary>
    void AddVessels(ChestState chest, LungState lung, ChestView view)
    {
        const float LeastLung = 10;
        float kept = 1 - lung.AirGap / chest.Shape.Cavity.X, more = 1 - chest.LungDensity;
        var root = ChestShape.Hilum(lung.Side);
        foreach (Tube tube in chest.Shape.Vessels.Of(lung.Side))
            Add(new Tube(root + kept * (tube.From - root), root + kept * (tube.To - root), chest.VesselWidth * tube.Radius), view,
                (i, length) => Water[i] += Lung[i] > LeastLung ? more * length : 0);
    }

    /// <summary>Adds a tube's thickness; one narrower than a pixel is as much thinner as it is drawn wider.</summary>
    void Add(Tube tube, ChestView view, Action<int, float> add)
    {
        var (fromU, fromV, near) = view.Project(tube.From);
        var (toU, toV, far) = view.Project(tube.To);
        float radius = tube.Radius * (near + far) / 2, drawn = MathF.Max(radius, 0.7f * PixelSize), share = radius / drawn * (radius / drawn);
        (float du, float dv) = (toU - fromU, toV - fromV);
        float square = MathF.Max(1e-6f, du * du + dv * dv);
        (int left, int right) = Range(MathF.Min(fromU, toU) - drawn, MathF.Max(fromU, toU) + drawn);
        (int top, int bottom) = Range(-MathF.Max(fromV, toV) - drawn, -MathF.Min(fromV, toV) + drawn);
        for (int row = top; row <= bottom; row++)
            for (int column = left; column <= right; column++)
            {
                (float u, float v) = (Position(column) - fromU, -Position(row) - fromV);
                float along = Math.Clamp((u * du + v * dv) / square, 0, 1);
                (u, v) = (u - along * du, v - along * dv);
                float depth = drawn * drawn - u * u - v * v;
                if (depth > 0) add(row * Side + column, share * 2 * MathF.Sqrt(depth));
            }
    }

    (int First, int Last) Range(float low, float high) =>
        (Math.Max(0, (int)MathF.Floor(low / PixelSize + Side / 2f)), Math.Min(Side - 1, (int)MathF.Ceiling(high / PixelSize + Side / 2f)));
}
