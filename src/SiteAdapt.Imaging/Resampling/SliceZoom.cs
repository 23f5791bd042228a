namespace SiteAdapt.Imaging;

/// <summary>Zooms one slice in double precision, with buffers that are used again for the next one. Not for two threads at once.</summary>
sealed class SliceZoom
{
    readonly int lanes;
    readonly List<(AxisZoom Zoom, int Axis)> steps = [];
    readonly double[] rowLines = [], rowResult = [];
    readonly Plane[] planes;

    /// <summary>A slice whose rows are padded to whole vectors.</summary>
    sealed class Plane(int width, int height)
    {
        public int Width { get; } = width;

        public int Height { get; } = height;

        public int Stride { get; } = (width + AxisZoom.LaneUnit - 1) / AxisZoom.LaneUnit * AxisZoom.LaneUnit;

        public double[] Values { get; } =
            new double[(width + AxisZoom.LaneUnit - 1) / AxisZoom.LaneUnit * AxisZoom.LaneUnit * height];

        public Span<double> Row(int y) => Values.AsSpan(y * Stride, Width);
    }

    public SliceZoom(AxisZoom? alongX, AxisZoom? alongY, Size3 from, int lanes)
    {
        this.lanes = lanes;
        if (alongX is not null) steps.Add((alongX, 0));
        if (alongY is not null) steps.Add((alongY, 1));
        // The axis that shrinks most goes first: less is left for the other
        steps.Sort((a, b) => ((double)a.Zoom.OutLength / a.Zoom.Length).CompareTo((double)b.Zoom.OutLength / b.Zoom.Length));

        planes = new Plane[steps.Count + 1];
        planes[0] = new Plane(from.X, from.Y);
        for (int i = 0; i < steps.Count; i++)
            planes[i + 1] = steps[i].Axis == 0
                ? new Plane(steps[i].Zoom.OutLength, planes[i].Height)
                : new Plane(planes[i].Width, steps[i].Zoom.OutLength);
        if (alongX is not null)
            (rowLines, rowResult) = (new double[alongX.Length * lanes], new double[alongX.OutLength * lanes]);
    }

    public Span<double> InputRow(int y) => planes[0].Row(y);

    public ReadOnlySpan<double> OutputRow(int y) => planes[^1].Row(y);

    public void Run()
    {
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i].Axis == 0) ZoomRows(steps[i].Zoom, planes[i], planes[i + 1]);
            else ZoomColumns(steps[i].Zoom, planes[i], planes[i + 1]);
        }
    }

    void ZoomColumns(AxisZoom zoom, Plane source, Plane target)
    {
        for (int x = 0; x < source.Stride; x += lanes)
        {
            int count = Math.Min(lanes, source.Stride - x);
            zoom.Apply(source.Values.AsSpan(x), source.Stride, target.Values.AsSpan(x), target.Stride, count);
        }
    }

    /// <summary>Rows are turned into lanes and back: the recursion runs along the row, so vectors must run across rows.</summary>
    void ZoomRows(AxisZoom zoom, Plane source, Plane target)
    {
        for (int y = 0; y < source.Height; y += lanes)
        {
            int count = Math.Min(lanes, source.Height - y);
            Transpose(source.Values.AsSpan(y * source.Stride), source.Stride, rowLines, lanes, count, zoom.Length);
            zoom.Apply(rowLines, lanes, rowResult, lanes, lanes);
            Transpose(rowResult, lanes, target.Values.AsSpan(y * target.Stride), target.Stride, zoom.OutLength, count);
        }
    }

    static void Transpose(ReadOnlySpan<double> source, int stride, Span<double> target, int targetStride, int rows, int columns)
    {
        const int Tile = 8;
        for (int row = 0; row < rows; row += Tile)
        {
            int lastRow = Math.Min(rows, row + Tile);
            for (int column = 0; column < columns; column++)
                for (int r = row; r < lastRow; r++)
                    target[column * targetStride + r] = source[r * stride + column];
        }
    }
}
