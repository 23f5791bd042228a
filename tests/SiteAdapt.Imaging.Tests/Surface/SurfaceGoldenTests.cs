namespace SiteAdapt.Imaging.Tests;

public class SurfaceGoldenTests
{
    const double Tolerance = 1e-9;

    public static TheoryData<string> Cases =>
        [.. Goldens.Rows("surface_distance_goldens.tsv").Select(row => row["case"])];

    sealed record Case(Dictionary<string, string> Row, int[] Shape, double[] Spacing, byte[] Reference, byte[] Prediction)
    {
        public static Case Read(string name)
        {
            Dictionary<string, string> row = Goldens.Rows("surface_distance_goldens.tsv").Single(row => row["case"] == name);
            int[] shape = GoldenMasks.Shape(row["shape"]);
            byte[] reference = GoldenMasks.Build(row["gt"], shape, []);
            return new Case(row, shape, GoldenMasks.Spacing(row["spacing_mm"]), reference,
                GoldenMasks.Build(row["pred"], shape, reference));
        }

        public void Check(string column, double actual) => Goldens.AssertClose(Goldens.Number(Row[column]), actual, Tolerance, column);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_equal_the_reference_library(string name)
    {
        Case golden = Case.Read(name);
        var surfaces = SurfaceDistances.Compute(golden.Reference, golden.Shape, golden.Prediction, golden.Shape, golden.Spacing);

        golden.Check("n_surfels_gt", surfaces.ReferenceToPrediction.Distances.Length);
        golden.Check("n_surfels_pred", surfaces.PredictionToReference.Distances.Length);
        golden.Check("area_gt", surfaces.ReferenceToPrediction.TotalArea);
        golden.Check("area_pred", surfaces.PredictionToReference.TotalArea);
        golden.Check("asd_gt_to_pred", surfaces.AverageDistance().ReferenceToPrediction);
        golden.Check("asd_pred_to_gt", surfaces.AverageDistance().PredictionToReference);
        golden.Check("assd_area_weighted", surfaces.AverageSymmetricDistance());
        golden.Check("hd100", surfaces.RobustHausdorff(100));
        golden.Check("hd95", surfaces.RobustHausdorff(95));
        golden.Check("overlap_gt_1mm", surfaces.Overlap(1).Reference);
        golden.Check("overlap_pred_1mm", surfaces.Overlap(1).Prediction);
        golden.Check("sdice_0.5mm", surfaces.SurfaceDice(0.5));
        golden.Check("sdice_1mm", surfaces.SurfaceDice(1));
        golden.Check("sdice_2mm", surfaces.SurfaceDice(2));
        golden.Check("dice", MaskOverlap.Dice(golden.Reference, golden.Prediction));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_equal_the_voxel_based_definitions(string name)
    {
        Case golden = Case.Read(name);
        var scores = VoxelSurfaceScores.Compute(golden.Reference, golden.Shape, golden.Prediction, golden.Shape, golden.Spacing);

        golden.Check("voxel_asd_pred_to_gt", scores.MedPyAsd);
        golden.Check("voxel_asd_gt_to_pred", scores.MedPyAsdReversed);
        golden.Check("voxel_assd_dpipe", scores.DeepPipeAssd);
        golden.Check("voxel_hd_dpipe", scores.DeepPipeHausdorff);
        golden.Check("voxel_hd95_pooled", scores.MedPyHausdorff95);
    }

    [Fact]
    public void Should_generate_all_256_element_areas()
    {
        int rows = 0;
        double[] isotropic = SurfaceElementTable.Areas(Spacing.Isotropic(1));
        double[] paper = SurfaceElementTable.Areas(new Spacing(1, 0.95, 0.95));
        double[] anisotropic = SurfaceElementTable.Areas(new Spacing(3, 2, 1));
        foreach (Dictionary<string, string> row in Goldens.Rows("surface_area_256_check.tsv"))
        {
            int code = (int)Goldens.Number(row["code"]);
            Goldens.AssertClose(Goldens.Number(row["area_1_1_1"]), isotropic[code], Tolerance, $"area of {code}");
            Goldens.AssertClose(Goldens.Number(row["area_1_0.95_0.95"]), paper[code], Tolerance, $"area of {code}");
            Goldens.AssertClose(Goldens.Number(row["area_3_2_1"]), anisotropic[code], Tolerance, $"area of {code}");
            rows++;
        }
        Assert.Equal(256, rows);
    }
}
