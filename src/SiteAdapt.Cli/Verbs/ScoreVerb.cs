using System.CommandLine;
using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary><c>score</c>: compares masks, file by file or folder by folder.</summary>
static class ScoreVerb
{
    sealed record Row(string Name, double Dice, double SurfaceDice, double Hd95, double Hd100, double AsdRefToPred, double AsdPredToRef);

    public static Command Build()
    {
        var reference = new Option<string>("--reference") { Required = true, Description = "Reference mask, or a folder of them" };
        var prediction = new Option<string>("--prediction") { Required = true, Description = "Predicted mask, or a folder with files of the same names" };
        var tolerance = new Option<double>("--tolerance") { Description = "Tolerance of surface Dice in mm", DefaultValueFactory = _ => 1 };
        var json = CommonOptions.Json();
        var command = new Verb("score", "Compare predicted masks with reference masks: Dice, surface Dice, Hausdorff and surface distances",
            "siteadapt score --reference truth.nii.gz --prediction mask.nii.gz",
            "siteadapt score --reference truth --prediction masks --tolerance 2 --json")
        {
            reference, prediction, tolerance, json,
        };
        command.SetAction((parsed, stop) => Task.Run(
            () => Run(parsed.GetValue(reference)!, parsed.GetValue(prediction)!, parsed.GetValue(tolerance), new Output(parsed.GetValue(json)), stop), CancellationToken.None));
        return command;
    }

    static void Run(string reference, string prediction, double tolerance, Output output, CancellationToken stop)
    {
        if (!(tolerance >= 0) || double.IsInfinity(tolerance)) throw new InputException($"--tolerance: is {tolerance.ToString(CultureInfo.InvariantCulture)}; expected millimetres, 0 or more.");
        var rows = new List<Row>();
        foreach (var pair in MaskFiles.Pairs(reference, prediction))
        {
            stop.ThrowIfCancellationRequested();
            rows.Add(Score(pair.Reference, pair.Prediction, tolerance));
        }
        bool single = !Directory.Exists(reference);
        object result = single ? Values(rows[0]) : rows.Select(row => new { case_file = row.Name, scores = Values(row) });
        output.Result(result, console =>
        {
            var table = Tables.List($">surface\nDice {Tables.Tolerance(tolerance)}", ">Dice", ">HD95\nmm", ">HD100\nmm", ">ref-pred\nASD mm", ">pred-ref\nASD mm", "file");
            foreach (var row in rows)
                Tables.Row(table, Tables.Score(row.SurfaceDice), Tables.Score(row.Dice), Tables.Millimetres(row.Hd95), Tables.Millimetres(row.Hd100),
                    Tables.Millimetres(row.AsdRefToPred), Tables.Millimetres(row.AsdPredToRef), row.Name);
            console.Write(table);
        });
    }

    static object Values(Row row) => new
    {
        dice = row.Dice,
        surface_dice = row.SurfaceDice,
        hd95 = row.Hd95,
        hd100 = row.Hd100,
        asd_ref_to_pred = row.AsdRefToPred,
        asd_pred_to_ref = row.AsdPredToRef,
    };

    static Row Score(string referencePath, string predictionPath, double tolerance)
    {
        var (reference, prediction) = (MaskFiles.Read(referencePath), MaskFiles.Read(predictionPath));
        if (GridComparison.Compare(reference.Grid, prediction.Grid, firstName: "reference", secondName: "prediction") is { Same: false } different)
            throw new InputException($"{referencePath} and {predictionPath}: cannot be compared: {different.Difference}. Bring both to one grid first.");
        var scores = SegmentationScores.Compute(reference, prediction, reference.Grid.Spacing, tolerance);
        return new Row(Path.GetFileName(predictionPath), scores.Dice, scores.SurfaceDice, scores.Hausdorff95, scores.Hausdorff100, scores.AsdReferenceToPrediction, scores.AsdPredictionToReference);
    }
}
