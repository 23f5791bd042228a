namespace SiteAdapt.Imaging;

/// <summary>Everything that a written header says about place: codes, both forms, spacing and unit, in the file's unit.</summary>
/// <param name="PixDim">qfac and the three spacings.</param>
/// <param name="Quaternion">b, c, d, offset x, y, z.</param>
/// <param name="Srow">Three rows of four.</param>
sealed record WrittenAffine(
    short SformCode, short QformCode, double[] PixDim, double[] Quaternion, double[] Srow, byte XyztUnits)
{
    // NIFTI_XFORM_SCANNER_ANAT
    const short ScannerCode = 1;

    // Far below what a viewer shows, far above the rounding of an affine that was turned and turned back.
    const double OwnGridToleranceInVoxels = 1e-4;

    public static WrittenAffine For(Grid grid, NiftiHeader? like)
    {
        if (like is null) return FromGrid(grid, ScannerCode, ScannerCode, (byte)SpatialUnit.Millimetre);
        return IsOwn(grid, like.Grid)
            ? AsRead(like)
            : FromGrid(grid, Code(like.SformCode), Code(like.QformCode), (byte)like.XyztUnits);
    }

    static bool IsOwn(Grid grid, Grid own)
    {
        Spacing s = own.Spacing;
        return GridComparison.Compare(grid, own, OwnGridToleranceInVoxels * Math.Min(s.X, Math.Min(s.Y, s.Z))).Same;
    }

    /// <summary>The input's numbers, unchanged: whatever a reader makes of the input it makes of the result.</summary>
    static WrittenAffine AsRead(NiftiHeader like)
    {
        NiftiFields fields = like.Fields;
        double[] pixdim = fields.PixDim[..4];
        // A slice may state no thickness.
        if (fields.Dim[0] < 3) pixdim[3] = like.Grid.Spacing.Z / MillimetresPer((byte)like.XyztUnits);
        double[] quaternion = like.QformCode > 0 ? fields.Quaternion : new double[6];
        double[] srow = like.SformCode > 0 ? fields.Srow : new double[12];
        return new(Code(like.SformCode), Code(like.QformCode), pixdim, quaternion, srow, (byte)like.XyztUnits);
    }

    /// <summary>NIfTI-2 has wider codes.</summary>
    static short Code(int code) => (short)Math.Min(code, short.MaxValue);

    /// <summary>
    /// A grid of its own under the wanted codes. A qform that cannot express the grid gets code 0; a grid always has one form.
    /// </summary>
    static WrittenAffine FromGrid(Grid grid, short sformCode, short qformCode, byte units)
    {
        QuaternionForm? form = qformCode > 0 ? QuaternionForm.TryFrom(grid) : null;
        if (form is null && sformCode == 0) sformCode = qformCode > 0 ? qformCode : ScannerCode;
        if (form is null) qformCode = 0;
        double unit = 1 / MillimetresPer(units);
        double[] quaternion = form is null
            ? new double[6]
            : [form.B, form.C, form.D, form.Offset.X * unit, form.Offset.Y * unit, form.Offset.Z * unit];
        Spacing s = grid.Spacing;
        return new(sformCode, qformCode, [form?.Qfac ?? 1, s.X * unit, s.Y * unit, s.Z * unit], quaternion,
            sformCode > 0 ? Rows(grid.Affine.Scaled(unit)) : new double[12], units);
    }

    static double[] Rows(Affine a) => [a.M00, a.M01, a.M02, a.M03, a.M10, a.M11, a.M12, a.M13, a.M20, a.M21, a.M22, a.M23];

    static double MillimetresPer(byte units) => (units & 7) switch
    {
        (int)SpatialUnit.Metre => 1000,
        (int)SpatialUnit.Micrometre => 0.001,
        _ => 1,
    };
}
