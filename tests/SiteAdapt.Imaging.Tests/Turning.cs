namespace SiteAdapt.Imaging.Tests;

/// <summary>Flips and permutations of x-fastest arrays.</summary>
static class Turning
{
    /// <summary>Axis d of the result is axis <c>permutation[d]</c> of the input, backwards where the bit d of flips is set.</summary>
    public static T[] Turn<T>(T[] voxels, Size3 size, int[] permutation, int flips)
    {
        Size3 turned = Turn(size, permutation);
        var result = new T[voxels.Length];
        Span<int> source = stackalloc int[3];
        for (int n = 0; n < result.Length; n++)
        {
            int[] place = [n % turned.X, n / turned.X % turned.Y, n / turned.X / turned.Y];
            for (int d = 0; d < 3; d++) source[permutation[d]] = (flips >> d & 1) == 0 ? place[d] : turned[d] - 1 - place[d];
            result[n] = voxels[source[0] + size.X * (source[1] + size.Y * source[2])];
        }
        return result;
    }

    public static Size3 Turn(Size3 size, int[] permutation) => new(size[permutation[0]], size[permutation[1]], size[permutation[2]]);

    public static Spacing Turn(Spacing spacing, int[] permutation) =>
        new(spacing[permutation[0]], spacing[permutation[1]], spacing[permutation[2]]);

    public static Mask Turn(Mask mask, int[] permutation, int flips) => new(
        Grid.FromSpacing(Turn(mask.Grid.Size, permutation), Turn(mask.Grid.Spacing, permutation)),
        Turn(mask.Voxels, mask.Grid.Size, permutation, flips));

    public static readonly int[][] Permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
}
