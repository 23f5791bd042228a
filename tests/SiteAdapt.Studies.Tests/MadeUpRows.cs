namespace SiteAdapt.Studies.Tests;

/// <summary>Rows invented for tests; they say nothing about any method.</summary>
static class MadeUpRows
{
    public static ResultRow Row(
        string method, double target, double sourceAfter, int patients = 1, int slices = 90, int seed = 0,
        string from = "A", string to = "B", string optimizer = "adam", double sourceBefore = 0.9) => new()
    {
        Method = method,
        Source = from,
        Target = to,
        Patients = patients,
        Slices = slices,
        Seed = seed,
        TargetSurfaceDice = target,
        TargetDice = Math.Min(1, target + 0.05),
        SourceSurfaceDiceBefore = sourceBefore,
        SourceSurfaceDiceAfter = sourceAfter,
        ToleranceMm = 1,
        Optimizer = optimizer,
    };

    public static ResultRow None(double target, int seed = 0, string from = "A", string to = "B", string optimizer = "adam") =>
        Row("none", target, 0.9, patients: 0, slices: 0, seed, from, to, optimizer);

    public static ResultRow All(double target, int seed = 0, string from = "A", string to = "B", string optimizer = "adam") =>
        Row("all-target-data", target, 0.4, patients: 9, slices: 1500, seed, from, to, optimizer);

    /// <summary>One seed that looks as the paper's tables do.</summary>
    public static List<ResultRow> AsInThePaper(int seed = 0) =>
    [
        None(0.52, seed),
        Row("fine-tune-all", 0.80, 0.58, seed: seed),
        Row("fine-tune-first", 0.79, 0.60, seed: seed),
        Row("l2sp", 0.82, 0.62, seed: seed),
        Row("octl", 0.81, 0.55, seed: seed),
        Row("mmtl", 0.86, 0.895, seed: seed),
        All(0.91, seed),
    ];
}
