using System.Globalization;
using System.Text.RegularExpressions;

namespace SiteAdapt.Imaging.Tests;

/// <summary>Builds the masks that the rows of surface_distance_goldens.tsv describe in words.</summary>
static partial class GoldenMasks
{
    public static int[] Shape(string text) => [.. text.Split('x').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    public static double[] Spacing(string text) => [.. text.Split(',').Select(Goldens.Number)];

    public static byte[] Build(string description, int[] shape, byte[] reference)
    {
        if (description == "same") return reference;
        var mask = new byte[shape.Aggregate(1, (a, b) => a * b)];
        foreach (string part in description.Split(" + "))
        {
            string[] difference = part.Split(" minus ");
            Paint(mask, shape, difference[0], 1);
            if (difference.Length == 2) Paint(mask, shape, difference[1], 0);
        }
        return mask;
    }

    static void Paint(byte[] mask, int[] shape, string what, byte value)
    {
        int[] numbers = [.. Number().Matches(what).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];
        int rank = shape.Length;
        uint random = what.StartsWith("lcg", StringComparison.Ordinal) ? (uint)numbers[0] : 0;
        // In C order: the generator of the random masks runs along the last axis
        var voxel = new int[rank];
        for (int n = 0; n < mask.Length; n++)
        {
            for (int d = rank - 1, rest = n; d >= 0; rest /= shape[d--]) voxel[d] = rest % shape[d];
            random = 1664525 * random + 1013904223;
            if (Contains(what, numbers, voxel, random)) mask[Index(voxel, shape)] = value;
        }
    }

    /// <summary>The first axis is the fastest in the project's arrays.</summary>
    static int Index(int[] voxel, int[] shape)
    {
        int index = 0;
        for (int d = shape.Length - 1; d >= 0; d--) index = index * shape[d] + voxel[d];
        return index;
    }

    static bool Contains(string what, int[] numbers, int[] voxel, uint random)
    {
        int rank = voxel.Length;
        string kind = Word().Match(what).Value;
        int Bound(int d, int side) => what.Contains('^', StringComparison.Ordinal) ? numbers[side] : numbers[2 * d + side];
        return kind switch
        {
            "empty" => false,
            "full" => true,
            "point" => voxel.SequenceEqual(numbers),
            "box" => Enumerable.Range(0, rank).All(d => voxel[d] >= Bound(d, 0) && voxel[d] < Bound(d, 1)),
            "ell" => Enumerable.Range(0, rank).Sum(d => Math.Pow((voxel[d] - numbers[d]) / (double)numbers[rank + d], 2)) <= 1,
            "lcg" => (random >> 16 & 0xFF) < numbers[1],
            _ => throw new FormatException($"no shape is called '{what}'"),
        };
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
