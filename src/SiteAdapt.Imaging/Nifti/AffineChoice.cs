using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>The rule that picks a file's affine: sform if its code is set, else qform if its code is set, else spacing.</summary>
sealed record AffineChoice(Affine Affine, AffineSource Source, Affine? Sform, Affine? Qform)
{
    public static AffineChoice Choose(
        string path, NiftiFields fields, Size3 size, Spacing spacing, double mm, NiftiOptions options, List<string> warnings)
    {
        bool hasSform = fields.SformCode > 0, hasQform = fields.QformCode > 0;
        Affine? sform = hasSform ? Usable(ReadSform(fields).Scaled(mm)) : null;
        Affine? qform = hasQform ? Usable(ReadQform(fields, spacing, mm)) : null;
        AffineSource source = hasSform ? AffineSource.Sform : hasQform ? AffineSource.Qform : AffineSource.Spacing;
        if (hasSform && hasQform) source = Settle(path, sform, qform, size, options, warnings);
        if (source == AffineSource.Spacing)
            warnings.Add($"{path}: neither sform nor qform is set, so the file does not say where left is; "
                + "its axes are taken as right, anterior, superior.");
        Affine? affine = source switch
        {
            AffineSource.Sform => sform,
            AffineSource.Qform => qform,
            _ => Affine.FromSpacing(spacing),
        };
        return new(affine ?? throw Unusable(path, fields, source), source, sform, qform);
    }

    static AffineSource Settle(string path, Affine? sform, Affine? qform, Size3 size, NiftiOptions options, List<string> warnings)
    {
        AffineSource wanted = options.OnAffineConflict == AffineConflict.Qform ? AffineSource.Qform : AffineSource.Sform;
        double apart = sform is null || qform is null ? double.NaN : sform.CornerDisplacement(qform, size);
        if (apart <= options.AffineToleranceMm) return wanted;
        string how = double.IsNaN(apart)
            ? $"{(sform is null ? "sform" : "qform")} is set (its code is above 0) but its numbers make no grid"
            : string.Create(CultureInfo.InvariantCulture,
                $"sform and qform are both set and put a corner voxel {apart:0.###} mm apart ")
                + string.Create(CultureInfo.InvariantCulture, $"(allowed: {options.AffineToleranceMm:0.###} mm)");
        if (options.OnAffineConflict == AffineConflict.Refuse)
            throw NiftiFault.File(path, how, "Find out which one is right and clear the code of the other, or choose the one to use.");
        warnings.Add($"{path}: {how}; the {wanted.ToString().ToLowerInvariant()} is used.");
        return wanted;
    }

    static Affine ReadSform(NiftiFields fields)
    {
        double[] s = fields.Srow;
        return new(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11]);
    }

    static Affine? ReadQform(NiftiFields fields, Spacing spacing, double mm)
    {
        double[] q = fields.Quaternion;
        return new QuaternionForm(q[0], q[1], q[2], fields.PixDim[0], spacing, (q[3] * mm, q[4] * mm, q[5] * mm)).ToAffine();
    }

    static Affine? Usable(Affine? affine) => affine is not null && Orientation.IsUsable(affine) ? affine : null;

    static InputException Unusable(string path, NiftiFields fields, AffineSource source)
    {
        double[] numbers = source == AffineSource.Sform ? fields.Srow : fields.Quaternion;
        string shown = string.Join(", ", numbers.Select(n => n.ToString("0.######", CultureInfo.InvariantCulture)));
        return source == AffineSource.Sform
            ? NiftiFault.Field(path, "srow_x, srow_y, srow_z (sform)", $"({shown})",
                "finite numbers whose three axes are not in one plane",
                "Correct the sform, or set sform_code to 0 where the qform is right.")
            : NiftiFault.Field(path, "quatern_b, c, d, qoffset_x, y, z (qform)", $"({shown})",
                "finite numbers with b^2 + c^2 + d^2 at most 1",
                "Correct the qform, or set qform_code to 0 where another affine is right.");
    }
}
