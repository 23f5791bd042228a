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
        string kind = Word().Match(what).Value;
        int rank = shape.Length;
        if (kind == "box" && what.Contains('^', StringComparison.Ordinal))
            numbers = [.. Enumerable.Repeat(numbers[..2], rank).SelectMany(bounds => bounds)];
        uint random = (uint)numbers.FirstOrDefault();
        // In C order: the generator of the random masks runs along the last axis
        var voxel = new int[rank];
        for (int n = 0; n < mask.Length; n++)
        {
            for (int d = rank - 1, rest = n; d >= 0; rest /= shape[d--]) voxel[d] = rest % shape[d];
            random = 1664525 * random + 1013904223;
            if (Contains(kind, numbers, voxel, random)) mask[Index(voxel, shape)] = value;
        }
    }

    /// <summary>The first axis is the fastest in the project's arrays.</summary>
    static int Index(int[] voxel, int[] shape)
    {
        int index = 0;
        for (int d = shape.Length - 1; d >= 0; d--) index = index * shape[d] + voxel[d];
        return index;
    }

    static bool Contains(string kind, int[] numbers, int[] voxel, uint random) => kind switch
    {
        "empty" => false,
        "full" => true,
        "point" => voxel.SequenceEqual(numbers),
        "box" => InBox(numbers, voxel),
        "ell" => Radius(numbers, voxel) <= 1,
        "lcg" => (random >> 16 & 0xFF) < numbers[1],
        _ => throw new FormatException($"no shape is called '{kind}'"),
    };

    static bool InBox(int[] bounds, int[] voxel)
    {
        for (int d = 0; d < voxel.Length; d++)
            if (voxel[d] < bounds[2 * d] || voxel[d] >= bounds[2 * d + 1]) return false;
        return true;
    }

    static double Radius(int[] centreAndRadii, int[] voxel)
    {
        double sum = 0;
        for (int d = 0; d < voxel.Length; d++)
            sum += Math.Pow((voxel[d] - centreAndRadii[d]) / (double)centreAndRadii[voxel.Length + d], 2);
        return sum;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
