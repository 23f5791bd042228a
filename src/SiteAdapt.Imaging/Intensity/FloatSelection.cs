namespace SiteAdapt.Imaging;

/// <summary>
/// Exact order statistics of many floats without sorting or copying them: a histogram of the upper 16 bits of each number,
/// taken in an order-preserving form, finds the bin of a rank; a second one, of the lower 16 bits of that bin's numbers,
/// finds the number.
/// </summary>
sealed class FloatSelection
{
    const int Bins = 1 << 16;
    const int All = -1;
    const int Chunk = 1 << 20;

    // Upper halves of infinity and NaN: exponent bits all set, of either sign
    const int FirstNotFinite = 0x7F80;

    readonly float[] values;
    readonly ParallelOptions options;
    readonly long[] upper;
    readonly Dictionary<int, long[]> lower = [];

    public FloatSelection(float[] values, int threads)
    {
        (this.values, options) = (values, Parallelism.Options(threads));
        upper = Histogram(All);
        for (int bin = 0; bin < Bins; bin++)
            if ((Bits((uint)bin << 16) >> 16 & FirstNotFinite) == FirstNotFinite) NotFinite += upper[bin];
    }

    /// <summary>How many NaN and infinities there are.</summary>
    public long NotFinite { get; }

    /// <summary>The number that would be at the rank after sorting, counted from 0.</summary>
    public float AtRank(long rank)
    {
        int high = Find(upper, ref rank);
        if (!lower.TryGetValue(high, out long[]? counts))
        {
            counts = Histogram(high);
            lower.Add(high, counts);
        }
        int low = Find(counts, ref rank);
        return BitConverter.UInt32BitsToSingle(Bits((uint)high << 16 | (uint)low));
    }

    /// <summary>The bin that holds the rank, and the rank within it.</summary>
    static int Find(long[] counts, ref long rank)
    {
        for (int bin = 0; ; bin++)
        {
            if (rank < counts[bin]) return bin;
            rank -= counts[bin];
        }
    }

    /// <summary>Of all numbers by their upper half, or of those with one upper half by their lower one.</summary>
    long[] Histogram(int upperHalf)
    {
        var total = new long[Bins];
        Parallel.For(0, (values.Length + Chunk - 1) / Chunk, options,
            () => new int[Bins + 1],
            (chunk, _, counts) =>
            {
                int start = chunk * Chunk;
                foreach (float value in values.AsSpan(start, Math.Min(Chunk, values.Length - start)))
                {
                    uint key = Key(value);
                    int half = (int)(key >> 16), other = upperHalf == half ? (int)(key & 0xFFFF) : Bins;
                    counts[upperHalf == All ? half : other]++;
                }
                return counts;
            },
            counts =>
            {
                lock (total)
                    for (int bin = 0; bin < Bins; bin++) total[bin] += counts[bin];
            });
        return total;
    }

    /// <summary>Keys compare as unsigned integers as the floats do as numbers.</summary>
    static uint Key(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits;
    }

    static uint Bits(uint key) => key >> 31 == 0 ? ~key : key & 0x7FFF_FFFF;
}
