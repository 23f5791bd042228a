using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// A demonstration's size. Fixed before any method was run on it; the simulation's difficulty was set by looking at "none"
/// and "all-target-data" alone (docs/concepts/simulation.md).
/// </summary>
public sealed record DemoPreset(string Name)
{
    public required int Sites { get; init; }

    public required int SubjectsPerSite { get; init; }

    /// <summary>Source and target as indices of the simulated sites.</summary>
    public required IReadOnlyList<(int Source, int Target)> Pairs { get; init; }

    public required IReadOnlyList<Budget> Budgets { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    public required TrainingSettings Training { get; init; }

    /// <summary>Voxel edge of the simulated scans and of the task, in mm; also the tolerance of surface Dice: one voxel, as in the paper.</summary>
    public required double SpacingMm { get; init; }

    public required int Window { get; init; }

    public required int NetworkWidth { get; init; }

    public TaskSettings Task => TaskPresets.Brain with
    {
        Name = $"brain-{Name}",
        Spacing = Spacing.Isotropic(SpacingMm),
        Window = Window,
        Network = TaskPresets.Brain.Network with { Width = NetworkWidth },
        Metric = TaskPresets.Brain.Metric with { ToleranceMm = SpacingMm },
    };

    static readonly string[] MainMethods = ["none", "fine-tune-all", "fine-tune-first", "l2sp", "octl", "mmtl", "all-target-data"];

    /// <summary>Two sites, one pair, one small budget: within minutes on two cores.</summary>
    public static DemoPreset Quick { get; } = new("quick")
    {
        Sites = 2,
        SubjectsPerSite = 12,
        Pairs = [(0, 1)],
        Budgets = [new Budget(1, 15)],
        Methods = MainMethods,
        Training = new TrainingSettings { Epochs = 12, StepsPerEpoch = 20, Threads = 2 },
        SpacingMm = 4,
        Window = 48,
        NetworkWidth = 8,
    };

    /// <summary>Six sites, six pairs in a ring, two budgets: about an hour on two cores.</summary>
    public static DemoPreset Full { get; } = Quick with
    {
        Name = "full",
        Sites = 6,
        SubjectsPerSite = 16,
        Pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0)],
        Budgets = [new Budget(1, 15), new Budget(2)],
    };

    public static DemoPreset Find(string name) => name switch
    {
        "quick" => Quick,
        "full" => Full,
        _ => throw new InputException($"--preset: is '{name}'; expected quick or full."),
    };
}
