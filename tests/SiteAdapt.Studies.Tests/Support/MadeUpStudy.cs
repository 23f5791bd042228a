using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>A model that was never trained: which method made it of which source, and for which target; a source model has no method.</summary>
sealed record MadeUpModel(string Method, string Source, string Target, Budget? Budget, OptimizerKind Optimizer, long Seed);

/// <summary>
/// A study over sites A, B and C of four test patients each (p0 to p3) whose evaluations are written by hand: scores invented for
/// tests, which say nothing about any method. There are no scans.
/// </summary>
sealed class MadeUpStudy : IDisposable
{
    readonly TemporaryFolder folder = new();

    public MadeUpStudy(bool classification = false)
    {
        string columns = classification ? "label:x,label:y" : "label";
        var rows = from site in "ABC"
                   from patient in Enumerable.Range(0, 7)
                   let split = patient < 4 ? "test" : patient < 6 ? "train" : "validation"
                   select $"{site}{patient},{site}p{patient},{site},{site}{patient}.nii.gz,{split},{(classification ? $"{patient % 2},{patient / 2 % 2}" : $"{site}{patient}_mask.nii.gz")}";
        Definition = new StudyDefinition
        {
            Name = "made-up",
            Results = folder.File("results"),
            Manifest = folder.Write("manifest.csv", $"case,subject,site,image,split,{columns}\n{string.Join('\n', rows)}\n"),
            Task = classification ? TinyImages.Task : TinySites.Task,
            Methods = [new("none"), new("fine-tune-all"), new("l2sp"), new("mmtl"), new("all-target-data")],
            Budgets = classification ? [Budget.OfImages(1), Budget.OfImages(2)] : [new Budget(1), new Budget(2)],
            Seeds = [0, 1, 2],
        };
    }

    public StudyDefinition Definition { get; set; }

    public StudyPlan Plan() => StudyPlanner.Plan(Definition);

    public string File(params string[] parts) => folder.File(parts);

    /// <summary>Writes the scores of evaluations, as if they were done.</summary>
    /// <param name="value">Of a model, the site it is tested on and the patient's number; for classification the patient is -1 and the value the mean AUC.</param>
    /// <param name="which">Not of all.</param>
    public StudyPlan Score(Func<MadeUpModel, string, int, double> value, Func<MadeUpModel, bool>? which = null)
    {
        var plan = Plan();
        var units = plan.Units.ToDictionary(unit => unit.Reference);
        foreach (var unit in plan.Units.Where(unit => unit.Kind is UnitKind.Evaluate))
        {
            var record = (EvaluateUnit)unit.Record;
            var model = Model(units, units[record.Model].Record);
            if (which is not null && !which(model)) continue;
            var unitFolder = plan.Materialise(unit);
            System.IO.File.WriteAllText(unitFolder.Scores, JsonSerializer.Serialize(plan.Study.Task.IsClassification
                ? new ScoresFile(record.Site, "test", record.Grid, record.NormStatistics, "auc", null, [], new ScoredFindings(["x", "y"], [], value(model, record.Site, -1), [0.5, 0.5], []))
                : new ScoresFile(record.Site, "test", record.Grid, record.NormStatistics, "surface_dice", 1, [.. Enumerable.Range(0, 4).Select(patient => Case(record.Site, patient, value(model, record.Site, patient)))]), Json.Pretty));
            unitFolder.WriteDone(new UnitDone(1, 4, "here"));
        }
        return plan;
    }

    /// <summary>Marks everything but the evaluations as done.</summary>
    public static void FinishTraining(StudyPlan plan)
    {
        foreach (var unit in plan.Units.Where(unit => unit.Kind != UnitKind.Evaluate)) plan.Materialise(unit).WriteDone(new UnitDone(1, 1, "here"));
    }

    static ScoredCase Case(string site, int patient, double value) =>
        new($"{site}{patient}", $"{site}p{patient}", "blob", new Dictionary<string, double> { ["surface_dice"] = value, ["dice"] = value / 2, ["hd95"] = value > 0.65 ? 10 * (1 - value) : double.NaN });

    static MadeUpModel Model(Dictionary<UnitReference, PlannedUnit> units, UnitRecord record) => record switch
    {
        PretrainUnit source => new MadeUpModel("", string.Join('+', source.Sites), "", null, source.Optimizer, source.Training.Seed),
        AdaptUnit adapted => Model(units, units[adapted.Source].Record) with { Method = adapted.Method.Name, Target = adapted.Target, Budget = adapted.Budget },
        _ => throw new InvalidOperationException($"{record.Kind} is no model"),
    };

    public void Dispose() => folder.Dispose();
}

/// <summary>Scores that look as the paper's tables do, with closed forms for what is read from them.</summary>
static class AsInThePaper
{
    /// <summary>
    /// Level of the method + 0.02 a budget step + 0.01 x (seed - 1) + 0.001 x (patient - 1.5): over seeds 0 to 2 the mean is the level, the deviation 0.01;
    /// no method depends on the pair.
    /// </summary>
    public static double Value(MadeUpModel model, string site, int patient) =>
        Level(model, site) + (model.Budget is { } budget ? 0.02 * ((budget.Images ?? budget.Patients) - 1) * (site == model.Target ? 1 : 0) : 0)
        + (0.01 * (model.Seed - 1)) + (patient < 0 ? 0 : 0.001 * (patient - 1.5));

    static double Level(MadeUpModel model, string site) => (model.Method, site == model.Target) switch
    {
        ("", _) => site == model.Source ? 0.90 : 0.50,
        ("fine-tune-all", true) => 0.70,
        ("l2sp", true) => 0.72,
        ("mmtl", true) => 0.80,
        ("fine-tune-all", false) => 0.60,
        ("l2sp", false) => 0.65,
        ("mmtl", false) => 0.89,
        _ => 0.60,
    };
}
