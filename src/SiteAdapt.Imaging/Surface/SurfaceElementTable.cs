namespace SiteAdapt.Imaging;

/// <summary>
/// Size of the surface element at a voxel corner, by the code of the 2x2x2 (2-D: 2x2) voxels around it (protocol, section
/// 6.1). Bit 7 - (4a + 2b + c) of a 3-D code is the voxel on side (a, b, c) of the corner along the axes (x, y, z); bit
/// 3 - (2a + b) of a 2-D one.
/// </summary>
static class SurfaceElementTable
{
    /// <summary>
    /// Of each class of codes that symmetries and complement make equal, one code and the triangles of its element:
    /// absolute normals in eighths at unit spacing (n0, n1, n2 each), as tabulated in protocol section 6.1.
    /// </summary>
    static readonly (int Code, int[] Normals)[] Representatives =
    [
        (0, []),
        (1, [1, 1, 1]),
        (3, [2, 2, 0, 2, 2, 0]),
        (6, [1, 1, 1, 1, 1, 1]),
        (7, [1, 1, 1, 2, 2, 2, 4, 0, 0]),
        (15, [4, 0, 0, 4, 0, 0]),
        (22, [1, 1, 1, 1, 1, 1, 1, 1, 1]),
        (23, [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]),
        (24, [1, 1, 1, 1, 1, 1]),
        (25, [0, 2, 2, 0, 2, 2, 1, 1, 1]),
        (27, [0, 2, 2, 1, 1, 1, 2, 0, 2, 3, 3, 3]),
        (30, [1, 1, 1, 1, 1, 1, 2, 2, 2, 4, 0, 0]),
        (60, [2, 2, 0, 2, 2, 0, 2, 2, 0, 2, 2, 0]),
        (105, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ];

    static readonly int[][] Permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    static readonly int[][] Normals = Generate();

    /// <summary>Areas in square millimetres of the 256 codes.</summary>
    public static double[] Areas(Spacing spacing)
    {
        double faceX = spacing.Y * spacing.Z / 8, faceY = spacing.X * spacing.Z / 8, faceZ = spacing.X * spacing.Y / 8;
        var areas = new double[256];
        for (int code = 0; code < 256; code++)
            for (int i = 0; i < Normals[code].Length; i += 3)
            {
                double x = Normals[code][i] * faceX, y = Normals[code][i + 1] * faceY, z = Normals[code][i + 2] * faceZ;
                areas[code] += Math.Sqrt(x * x + y * y + z * z);
            }
        return areas;
    }

    /// <summary>Lengths in millimetres of the 16 codes of a 2-D contour.</summary>
    public static double[] Lengths(double spacingX, double spacingY)
    {
        double corner = Math.Sqrt(spacingX * spacingX + spacingY * spacingY) / 2;
        var lengths = new double[16];
        for (int code = 1; code < 15; code++)
            lengths[code] = code switch
            {
                0b0011 or 0b1100 => spacingY,
                0b0101 or 0b1010 => spacingX,
                0b0110 or 0b1001 => 2 * corner,
                _ => corner,
            };
        return lengths;
    }

    static int[][] Generate()
    {
        var table = new int[256][];
        foreach ((int code, int[] normals) in Representatives)
            foreach (int[] permutation in Permutations)
            {
                int[] turned = [.. Enumerable.Range(0, normals.Length).Select(i => normals[i / 3 * 3 + permutation[i % 3]])];
                for (int flips = 0; flips < 8; flips++)
                {
                    int image = Turn(code, permutation, flips);
                    table[image] = table[255 - image] = turned;
                }
            }
        return table;
    }

    /// <summary>The code of the cube whose axis d is axis <c>permutation[d]</c> of the given one, mirrored where a flip bit is set.</summary>
    static int Turn(int code, int[] permutation, int flips)
    {
        int image = 0;
        for (int place = 0; place < 8; place++)
        {
            int source = 0;
            for (int d = 0; d < 3; d++)
                source |= (place >> (2 - d) & 1 ^ flips >> d & 1) << (2 - permutation[d]);
            if ((code >> (7 - source) & 1) != 0) image |= 1 << (7 - place);
        }
        return image;
    }
}
