using SkiaSharp;

namespace SiteAdapt.Studies;

/// <summary>The border of a mask along the edges of its pixels, so that a picture shows exactly what the mask holds.</summary>
static class MaskOutline
{
    /// <summary>The border in pixel units of the picture (column, row); the edge of the picture closes it.</summary>
    public static SKPath Trace(SliceImage slice, byte[] mask)
    {
        bool Inside(int column, int row) =>
            column >= 0 && row >= 0 && column < slice.Height && row < slice.Width && mask[slice.Index(column, row)] != 0;

        var path = new SKPath();
        for (int row = 0; row <= slice.Width; row++)
            AddRuns(slice.Height, column => Inside(column, row - 1) != Inside(column, row), (a, b) => Segment(path, a, row, b, row));
        for (int column = 0; column <= slice.Height; column++)
            AddRuns(slice.Width, row => Inside(column - 1, row) != Inside(column, row), (a, b) => Segment(path, column, a, column, b));
        return path;
    }

    /// <summary>Neighbouring edges as one line: long straight borders stay light.</summary>
    static void AddRuns(int length, Func<int, bool> isEdge, Action<int, int> add)
    {
        int start = -1;
        for (int i = 0; i <= length; i++)
        {
            bool edge = i < length && isEdge(i);
            if (edge && start < 0) start = i;
            if (edge || start < 0) continue;
            add(start, i);
            start = -1;
        }
    }

    static void Segment(SKPath path, int column0, int row0, int column1, int row1)
    {
        path.MoveTo(column0, row0);
        path.LineTo(column1, row1);
    }
}
