using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>Compares two groups of measured scans; the unit is the subject.</summary>
public static class ShiftComparison
{
    /// <summary>
    /// Deviations within the groups below this share of a measure's size are taken for so much: a spacing that never varies within a site would make any difference
    /// infinitely many deviations large.
    /// </summary>
    const double SmallestDeviation = 0.01;

    public static ShiftResult Of(MeasuredGroup first, MeasuredGroup second, AppearanceSet set, long seed)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(set);
        var groups = TwoGroups.Of(first.Subjects, second.Subjects);
        double[][] values = [.. set.Measures.Select((_, m) => (double[])[.. first.BySubject(item => item.Values[m]), .. second.BySubject(item => item.Values[m])])];
        var histogram = EnergyDistance.OfHistograms([.. first.Histograms(), .. second.Histograms()], set.Range.BinWidth);
        string[] blocks = first.Features.Count == 0 ? [] : [.. first.Features[0].Select(block => block.Block)];
        EnergyDistance[] features = [.. blocks.Select((_, b) => EnergyDistance.OfPoints(Standardised([.. first.Channels(b), .. second.Channels(b)])))];

        // One dealing out for all, so that their p-values belong together
        int[] tested = [.. Enumerable.Range(0, values.Length).Where(m => values[m].All(double.IsFinite) && values[m].Any(value => value != values[m][0]))];
        var tests = groups.Test([.. tested.Select(m => Difference(values[m])), histogram.Of, .. features.Select<EnergyDistance, Func<bool[], double>>(block => block.Of)], seed);
        var p = tests.P;
        double?[] ofMeasures = [.. Enumerable.Range(0, values.Length).Select(m => Array.IndexOf(tested, m) is >= 0 and var at ? p[at] : (double?)null)];
        IReadOnlyList<double?> adjusted = Holm.Adjust([.. ofMeasures, p[tested.Length]]);
        double?[] ofBlocks = [.. p.Skip(tested.Length + 1).Select(value => (double?)value)];
        IReadOnlyList<double?> adjustedBlocks = Holm.Adjust(ofBlocks);
        bool[] labels = [.. Enumerable.Range(0, groups.Subjects.Count).Select(i => i < groups.First)];
        return new ShiftResult(first, second, set.InMask, set.Range, groups,
            [.. set.Measures.Select((measure, m) => new MeasureShift(measure, values[m].Take(groups.First).Average(), values[m].Skip(groups.First).Average(), Effect(values[m], groups.First), ofMeasures[m], adjusted[m]))],
            new DistanceShift("histogram", histogram.Of(labels), p[tested.Length], adjusted[^1]),
            [.. blocks.Select((block, b) => new DistanceShift(block, features[b].Of(labels), ofBlocks[b], adjustedBlocks[b]))],
            tests.Overall);
    }

    /// <summary>Distance of the groups' means.</summary>
    internal static Func<bool[], double> Difference(double[] values) => first =>
    {
        double inFirst = 0, other = 0;
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (first[i]) (inFirst, count) = (inFirst + values[i], count + 1);
            else other += values[i];
        }
        return Math.Abs(inFirst / count - other / (values.Length - count));
    };

    /// <summary>Hedges' g (1981): the difference of means over the pooled deviation within groups, with the correction for few subjects.</summary>
    internal static double? Effect(double[] values, int first)
    {
        if (!values.All(double.IsFinite)) return null;
        double[] a = values[..first], b = values[first..];
        double meanA = a.Average(), meanB = b.Average();
        int freedom = values.Length - 2;
        double squares = a.Sum(value => (value - meanA) * (value - meanA)) + b.Sum(value => (value - meanB) * (value - meanB));
        double within = Math.Max(freedom > 0 ? Math.Sqrt(squares / freedom) : 0, SmallestDeviation * values.Average(Math.Abs));
        double correction = freedom > 1 ? 1 - 3.0 / (4 * freedom - 1) : 1;
        return meanA == meanB ? 0 : correction * (meanB - meanA) / within;
    }

    /// <summary>Each channel with deviation 1 over all subjects, so that none counts more because its numbers are larger; constant ones become 0.</summary>
    static double[][] Standardised(double[][] points)
    {
        int channels = points[0].Length;
        var scaled = points.Select(_ => new double[channels]).ToArray();
        for (int c = 0; c < channels; c++)
        {
            double mean = points.Average(point => point[c]), deviation = Math.Sqrt(points.Average(point => (point[c] - mean) * (point[c] - mean)));
            for (int i = 0; i < points.Length; i++) scaled[i][c] = deviation > 0 ? (points[i][c] - mean) / deviation : 0;
        }
        return scaled;
    }
}
