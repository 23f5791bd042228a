using SiteAdapt.Imaging;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>score</c> on masks whose scores are known.</summary>
public sealed class ScoreTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_write_nan_and_infinity_as_strings()
    {
        Write("empty.nii.gz");
        Write("full.nii.gz", 40, 41, 42);
        Assert.Equal("""{"dice":"NaN","surface_dice":"NaN","hd95":"Infinity","hd100":"Infinity","asd_ref_to_pred":"NaN","asd_pred_to_ref":"NaN"}""", Scores("empty.nii.gz", "empty.nii.gz"));
        Assert.Equal("""{"dice":0,"surface_dice":0,"hd95":"Infinity","hd100":"Infinity","asd_ref_to_pred":"Infinity","asd_pred_to_ref":"NaN"}""", Scores("full.nii.gz", "empty.nii.gz"));
        Assert.Equal("""{"dice":1,"surface_dice":1,"hd95":0,"hd100":0,"asd_ref_to_pred":0,"asd_pred_to_ref":0}""", Scores("full.nii.gz", "full.nii.gz"));
        string table = Run("score", "--reference", "full.nii.gz", "--prediction", "empty.nii.gz").Succeed().Output;
        Assert.Contains("Infinity", table, StringComparison.Ordinal);
        Assert.Contains("NaN", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_compare_the_files_of_two_folders()
    {
        Write("truth/a.nii.gz", 40, 41);
        Write("truth/b.nii", 50);
        Write("masks/a.nii.gz", 41, 42);
        Write("masks/b.nii", 50);
        Write("masks/extra.nii", 1);
        var rows = Run("score", "--reference", "truth", "--prediction", "masks", "--json").Succeed().Json.EnumerateArray().ToList();
        Assert.Equal(["a.nii.gz", "b.nii"], rows.Select(row => row.GetProperty("case_file").GetString()));
        Assert.Equal([0.5, 1], rows.Select(row => row.GetProperty("scores").GetProperty("dice").GetDouble()));
        File.Delete(folder.File("masks", "b.nii"));
        Run("score", "--reference", "truth", "--prediction", "masks").BeRefused("--prediction", "b.nii", "names must be");
        Run("score", "--reference", "truth", "--prediction", "masks/a.nii.gz").BeRefused("one is a folder and the other is not");
    }

    [Fact]
    public void Should_refuse_masks_on_different_grids()
    {
        Write("a.nii.gz", 40);
        Nifti.WriteMask(folder.File("moved.nii.gz"), new Mask(new Grid(new Size3(6, 5, 4), Affine.FromSpacing(new Spacing(1, 1, 1), originX: 3)), new byte[120]));
        Nifti.WriteMask(folder.File("small.nii.gz"), new Mask(Grid.FromSpacing(new Size3(6, 5, 3), new Spacing(1, 1, 1)), new byte[90]));
        Run("score", "--reference", "a.nii.gz", "--prediction", "moved.nii.gz").BeRefused("moved.nii.gz", "3 mm apart", "one grid");
        Run("score", "--reference", "a.nii.gz", "--prediction", "small.nii.gz").BeRefused("small.nii.gz", "6x5x4", "6x5x3");
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("-1")]
    [InlineData("wide")]
    [InlineData("Infinity")]
    public void Should_refuse_a_tolerance_that_is_none(string tolerance)
    {
        Write("a.nii.gz", 40);
        Run("score", "--reference", "a.nii.gz", "--prediction", "a.nii.gz", "--tolerance", tolerance).BeRefused("--tolerance", tolerance, "expected");
    }

    string Scores(string reference, string prediction) =>
        Run("score", "--reference", reference, "--prediction", prediction, "--json").Succeed().Output.Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings("");

    Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    void Write(string name, params int[] inside)
    {
        var voxels = new byte[120];
        foreach (int voxel in inside) voxels[voxel] = 1;
        Nifti.WriteMask(folder.File(name), new Mask(Grid.FromSpacing(new Size3(6, 5, 4), new Spacing(1, 1, 1)), voxels));
    }
}
