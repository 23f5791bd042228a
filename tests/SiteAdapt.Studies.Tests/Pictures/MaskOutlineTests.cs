using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace SiteAdapt.Studies.Tests;

public sealed class MaskOutlineTests
{
    static readonly Gen<(int Height, int Width, byte[] Mask)> Masks =
        from height in Gen.Choose(1, 7)
        from width in Gen.Choose(1, 7)
        from mask in Gen.ArrayOf(Gen.Elements<byte>(0, 1, 255), height * width)
        select (height, width, mask);

    [Property(MaxTest = 200)]
    public Property Should_be_as_long_as_there_are_edges_between_inside_and_outside() => Prop.ForAll(Masks.ToArbitrary(), drawn =>
    {
        var (height, width, mask) = drawn;
        using var outline = MaskOutline.Trace(new SliceImage(new float[mask.Length], height, width), mask);
        var points = outline.Points;
        double length = 0;
        for (int i = 0; i < points.Length; i += 2) length += Math.Abs(points[i].X - points[i + 1].X) + Math.Abs(points[i].Y - points[i + 1].Y);
        return length == Edges(height, width, mask);
    });

    /// <summary>Counted pixel by pixel: four sides each, those towards a neighbour inside left out.</summary>
    static int Edges(int height, int width, byte[] mask)
    {
        bool Inside(int x, int y) => x >= 0 && y >= 0 && x < height && y < width && mask[(x * width) + y] != 0;
        int edges = 0;
        for (int x = 0; x < height; x++)
        {
            for (int y = 0; y < width; y++)
            {
                if (!Inside(x, y)) continue;
                foreach (var (dx, dy) in new[] { (1, 0), (-1, 0), (0, 1), (0, -1) })
                    if (!Inside(x + dx, y + dy)) edges++;
            }
        }
        return edges;
    }
}
