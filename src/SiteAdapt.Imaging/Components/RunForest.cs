namespace SiteAdapt.Imaging;

/// <summary>The runs of a mask's rows in array order, joined into trees whose root is the component's first run.</summary>
sealed class RunForest
{
    readonly List<int> starts = [], ends = [], parents = [];
    readonly int[] firstOfRow;

    RunForest(int rows) => firstOfRow = new int[rows + 1];

    public static RunForest Build(byte[] mask, Size3 size, Connectivity connectivity)
    {
        // Of the rows that come before a row: its offset in y and z, and whether runs that only touch at their ends join
        (int Y, int Z, bool Diagonal)[] neighbours = connectivity switch
        {
            Connectivity.Faces => [(-1, 0, false), (0, -1, false)],
            Connectivity.Edges => [(-1, 0, true), (-1, -1, false), (0, -1, true), (1, -1, false)],
            Connectivity.Corners => [(-1, 0, true), (-1, -1, true), (0, -1, true), (1, -1, true)],
            _ => throw new ArgumentOutOfRangeException(nameof(connectivity), connectivity, "unknown connectivity"),
        };
        var forest = new RunForest(size.Y * size.Z);
        for (int z = 0; z < size.Z; z++)
            for (int y = 0; y < size.Y; y++)
            {
                int row = z * size.Y + y;
                forest.AddRow(mask.AsSpan(row * size.X, size.X), row);
                foreach ((int dy, int dz, bool diagonal) in neighbours)
                    if (y + dy >= 0 && y + dy < size.Y && z + dz >= 0)
                        forest.Join(row, (z + dz) * size.Y + y + dy, size.X, diagonal ? 1 : 0);
            }
        return forest;
    }

    public int Start(int run) => starts[run];

    public int Length(int run) => ends[run] - starts[run];

    public int Root(int run)
    {
        while (parents[run] != run) run = parents[run] = parents[parents[run]];
        return run;
    }

    /// <summary>Voxels of each component at the index of its root; 0 elsewhere.</summary>
    public long[] ComponentSizes()
    {
        var sizes = new long[starts.Count];
        for (int run = 0; run < sizes.Length; run++) sizes[Root(run)] += Length(run);
        return sizes;
    }

    void AddRow(ReadOnlySpan<byte> voxels, int row)
    {
        for (int x = 0; x < voxels.Length;)
        {
            int gap = voxels[x..].IndexOfAnyExcept((byte)0);
            if (gap < 0) break;
            int start = x + gap, length = voxels[start..].IndexOf((byte)0);
            x = length < 0 ? voxels.Length : start + length;
            parents.Add(starts.Count);
            starts.Add(row * voxels.Length + start);
            ends.Add(row * voxels.Length + x);
        }
        firstOfRow[row + 1] = starts.Count;
    }

    /// <summary>Joins the runs of two rows that overlap once one of them is made longer by <paramref name="reach"/> at both ends.</summary>
    void Join(int row, int other, int width, int reach)
    {
        int shift = (row - other) * width;
        int a = firstOfRow[row], b = firstOfRow[other];
        while (a < firstOfRow[row + 1] && b < firstOfRow[other + 1])
        {
            int start = starts[b] + shift - reach, end = ends[b] + shift + reach;
            if (start < ends[a] && starts[a] < end) Union(a, b);
            // The run that ends first cannot meet a later one
            if (ends[a] < ends[b] + shift) a++;
            else b++;
        }
    }

    void Union(int a, int b)
    {
        (a, b) = (Root(a), Root(b));
        parents[Math.Max(a, b)] = Math.Min(a, b);
    }
}
