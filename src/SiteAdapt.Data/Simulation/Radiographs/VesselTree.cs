using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>A piece of a vessel, tube or wire.</summary>
readonly record struct Tube(Vector3 From, Vector3 To, float Radius);

/// <summary>The vessels of both lungs: from each hilum to points all over the lung, forking three times on the way.</summary>
sealed class VesselTree
{
    const int BranchesPerLung = 22;
    readonly List<(int Side, Tube Tube)> tubes = [];

    public VesselTree(ChestShape chest, RandomStream stream)
    {
        foreach (int side in (int[])[-1, 1])
            for (int i = 0; i < BranchesPerLung; i++)
                Grow(side, Root(side, stream), PointInLung(chest, side, stream), 3.2f, 3, stream);
    }

    /// <param name="side">-1 the right lung, 1 the left one.</param>
    public IEnumerable<Tube> Of(int side) => tubes.Where(t => t.Side == side).Select(t => t.Tube);

    /// <summary>Arteries and veins of the lobes leave the hilum at several heights.</summary>
    static Vector3 Root(int side, RandomStream stream) =>
        ChestShape.Hilum(side) + new Vector3(side * 6 * Uniform(stream), 12 * Uniform(stream), 20 * Uniform(stream));

    static Vector3 PointInLung(ChestShape chest, int side, RandomStream stream)
    {
        while (true)
        {
            var unit = new Vector3(Uniform(stream), Uniform(stream), Uniform(stream));
            if (unit.LengthSquared() is > 0.85f or < 0.15f) continue;
            Vector3 point = chest.CavityCentre + unit * chest.Cavity;
            point.X = side * MathF.Abs(point.X);
            if (MathF.Abs(point.X) > 25 && point.Z > chest.Floor + 25) return point;
        }
    }

    void Grow(int side, Vector3 from, Vector3 to, float radius, int forks, RandomStream stream)
    {
        Vector3 wander = new(Uniform(stream), Uniform(stream), Uniform(stream));
        Vector3 middle = Vector3.Lerp(from, to, 0.5f) + 0.08f * (to - from).Length() * wander;
        tubes.Add((side, new Tube(from, middle, radius)));
        tubes.Add((side, new Tube(middle, to, 0.7f * radius)));
        if (forks == 0) return;
        Vector3 aside = new(Uniform(stream), Uniform(stream), Uniform(stream));
        Grow(side, middle, to + 0.45f * (to - from).Length() * aside, 0.65f * radius, forks - 1, stream);
    }

    static float Uniform(RandomStream stream) => (float)stream.NextUniform(-1, 1);
}
