using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>Two masks to compare, checked, and cut to the box that holds both. A 2-D mask has one slice.</summary>
sealed record SurfaceInput(int Dimensions, Size3 Size, byte[] Reference, byte[] Prediction, Spacing Spacing)
{
    public static SurfaceInput Create(Mask reference, Mask prediction, Spacing spacing)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(prediction);
        Size3 size = reference.Grid.Size;
        if (size != prediction.Grid.Size) throw IncompatibleShapes(size.ToString(), prediction.Grid.Size.ToString());
        CheckSpacing(spacing);
        return Crop(3, size, reference.Voxels, prediction.Voxels, spacing);
    }

    public static SurfaceInput Create(
        byte[] reference, int[] referenceShape, byte[] prediction, int[] predictionShape, double[] spacing)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(prediction);
        if (!referenceShape.SequenceEqual(predictionShape))
            throw IncompatibleShapes(string.Join('x', referenceShape), string.Join('x', predictionShape));
        if (spacing.Length != referenceShape.Length)
            throw new InputException($"incompatible shape: masks of {referenceShape.Length} dimensions need as many spacings, "
                + $"but {spacing.Length} are given. Give the distance between voxels along each axis.");
        if (referenceShape.Length is not (2 or 3))
            throw new InputException($"only 2-D and 3-D masks have surface distances, and these have {referenceShape.Length} "
                + "dimensions. Give one time point of one channel.");
        var size = new Size3(referenceShape[0], referenceShape[1], referenceShape.Length == 3 ? referenceShape[2] : 1);
        if (reference.LongLength != size.Count || prediction.LongLength != size.Count)
            throw new ArgumentException($"{reference.Length} and {prediction.Length} voxels do not fill {size}");
        var spacing3 = new Spacing(spacing[0], spacing[1], spacing.Length == 3 ? spacing[2] : 1);
        CheckSpacing(spacing3);
        return Crop(referenceShape.Length, size, reference, prediction, spacing3);
    }

    public static void CheckSpacing(Spacing spacing)
    {
        for (int axis = 0; axis < 3; axis++)
            if (!double.IsFinite(spacing[axis]) || spacing[axis] <= 0)
                throw new InputException(string.Create(CultureInfo.InvariantCulture,
                    $"The spacing along axis {axis} is {spacing[axis]}; distances need a positive number of millimetres. "
                    + $"Correct the spacing in the file's header."));
    }

    public static InputException IncompatibleShapes(string reference, string prediction) => new(
        $"incompatible shape: the reference has {reference} voxels and the prediction {prediction}. "
        + "Both masks must be on the same grid: resample one to the other's.");

    static SurfaceInput Crop(int dimensions, Size3 size, byte[] reference, byte[] prediction, Spacing spacing)
    {
        Box box = Box.Of(reference, size).Union(Box.Of(prediction, size));
        return new SurfaceInput(dimensions, box.Size, box.Cut(reference, size), box.Cut(prediction, size), spacing);
    }

    /// <summary>First voxel and one past the last, along each axis.</summary>
    readonly record struct Box(int X0, int Y0, int Z0, int X1, int Y1, int Z1)
    {
        static Box Empty => new(int.MaxValue, int.MaxValue, int.MaxValue, 0, 0, 0);

        public Size3 Size => X1 == 0 ? default : new Size3(X1 - X0, Y1 - Y0, Z1 - Z0);

        public static Box Of(byte[] mask, Size3 size)
        {
            Box box = Empty;
            for (int z = 0; z < size.Z; z++)
                for (int y = 0; y < size.Y; y++)
                {
                    ReadOnlySpan<byte> row = mask.AsSpan((z * size.Y + y) * size.X, size.X);
                    int first = row.IndexOfAnyExcept((byte)0);
                    if (first >= 0) box = box.Union(new Box(first, y, z, row.LastIndexOfAnyExcept((byte)0) + 1, y + 1, z + 1));
                }
            return box;
        }

        public Box Union(Box b) => new(
            Math.Min(X0, b.X0), Math.Min(Y0, b.Y0), Math.Min(Z0, b.Z0),
            Math.Max(X1, b.X1), Math.Max(Y1, b.Y1), Math.Max(Z1, b.Z1));

        public byte[] Cut(byte[] mask, Size3 size)
        {
            var (width, height, depth) = Size;
            var cut = new byte[Size.Count];
            for (int z = 0; z < depth; z++)
                for (int y = 0; y < height; y++)
                    mask.AsSpan(((z + Z0) * size.Y + y + Y0) * size.X + X0, width).CopyTo(cut.AsSpan((z * height + y) * width));
            return cut;
        }
    }
}
