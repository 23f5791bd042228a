using System.Diagnostics;
using System.Globalization;
using SiteAdapt.Data;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli.Tests;

/// <summary>Studies with every method and both optimizers, whose processes are killed at random moments (<c>tests/kill-runs.sh</c>).</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class KillTests(SimulatedSites sites)
{
    /// <summary>Kills of a training that is started once more: the later ones find a checkpoint.</summary>
    const int KillsInARow = 3;

    /// <summary>Times that a training is started once more.</summary>
    const int MostAttempts = 30;

    const string CountVariable = "SITEADAPT_KILLS", SeedVariable = "SITEADAPT_KILL_SEED", ReportVariable = "SITEADAPT_KILL_REPORT";

    const string Segmentation = """
        task: {base: brain, name: tiny, spacing: 8, window: 32, network: {width: 8}, metric: {tolerance_mm: 8}}
        split: {counts: 2/1/1}
        pairs: [[site1, site2]]
        methods: [none, adabn, {name: adaptsegnet, set: {discriminator-width: 2}}, fine-tune-all, fine-tune-first, fine-tune-last, l2sp, spottunet, octl, mmtl, all-target-data]
        budgets: [1]
        optimizers: [adam, sgd]
        training: {epochs: 12, steps_per_epoch: 5, batch: 4, learning_rate: 0.01}
        evaluate: {sites: [target]}
        """;

    const string Classification = """
        task: {base: chest-xray, name: tiny-images, window: 32}
        pairs: [[a, b]]
        methods: [none, adabn, fine-tune-all, fine-tune-first, fine-tune-last, l2sp, spottunet, octl, mmtl, all-target-data]
        budgets: [{images: 6}]
        optimizers: [adam, sgd]
        training: {epochs: 4, steps_per_epoch: 2, batch: 4}
        evaluate: {sites: [target]}
        """;

    [SlowFact]
    public void Should_lose_nothing_to_a_few_kills_of_a_small_study()
    {
        string few = Segmentation.Replace("[none, adabn, {name: adaptsegnet, set: {discriminator-width: 2}}, fine-tune-all, fine-tune-first, fine-tune-last, l2sp, spottunet, octl, mmtl, all-target-data]", "[mmtl+octl]", StringComparison.Ordinal);
        Run([new KilledStudy(sites.NewFolder("kills-few"), "segmentation", sites.File(SimulatedSites.Manifest), few)], count: 10, seed: 1, report: null);
    }

    [LongFact]
    public void Should_lose_nothing_to_random_kills_of_every_method()
    {
        using var images = new TinyImages();
        string folder = sites.NewFolder("kills");
        Run([
            new KilledStudy(folder, "segmentation", sites.File(SimulatedSites.Manifest), Segmentation),
            new KilledStudy(folder, "classification", images.ManifestPath, Classification),
        ], Number(CountVariable, 200), Number(SeedVariable, 1), Environment.GetEnvironmentVariable(ReportVariable));
    }

    static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    static void Run(KilledStudy[] studies, int count, long seed, string? report)
    {
        var clock = Stopwatch.StartNew();
        void Say(string text)
        {
            if (report is not null) File.AppendAllText(report, string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed:hh\\:mm\\:ss}  {text}\n"));
        }
        foreach (var study in studies)
        {
            study.RunUndisturbed();
            Say($"{study.Name}: undisturbed, {study.Units.Count} units");
        }
        var random = new RandomStream(seed, "kills");
        int total = studies.Sum(study => study.Units.Sum(Weight)), weight = 0, kills = 0;
        foreach (var study in studies)
            foreach (var unit in study.Units)
            {
                weight += Weight(unit);
                // The kills that came too late for a unit fall to the next ones.
                int mine = study.Disturb(unit, (int)((long)count * weight / total) - kills, random);
                kills += mine;
                study.Finish(unit);
                Say($"{study.Name}: {unit.Title}: {mine} kills, {kills} of {count}");
            }
        // What is left goes to the trainings that were killed least in their midst, or were tried least: a short one may end before every kill.
        var trainings = (from study in studies from unit in study.Units where KilledStudy.Training(unit) is not null select new Training(study, unit)).ToList();
        while (trainings.Where(training => training.Attempts < MostAttempts && (kills < count || training.Hits == 0)).MinBy(training => training.Hits + training.Attempts) is { } training)
        {
            training.Attempts++;
            training.Study.Forget(training.Unit);
            int mine = training.Study.Disturb(training.Unit, KillsInARow, random);
            kills += mine;
            training.Study.Finish(training.Unit);
            Say($"{training}: once more: {mine} kills, {kills} of {count}");
        }
        foreach (var study in studies)
        {
            study.RequireSameBytes();
            string kinds = string.Join(", ", study.Kills.OrderBy(entry => entry.Key).Select(entry => $"{entry.Value} {entry.Key.ToString().ToLowerInvariant()}"));
            Say($"{study.Name}: {study.Kills.Values.Sum()} kills ({kinds}; {study.AtWork} at work, {study.InMidTraining.Values.Sum()} between a checkpoint and the end of a training); all {study.Units.Count} units end with the undisturbed bytes");
        }
        Assert.True(kills >= count);
        Say($"{trainings.Count} trainings, each killed between a checkpoint and its end from {trainings.Min(training => training.Hits)} to {trainings.Max(training => training.Hits)} times");
        Assert.DoesNotContain(trainings, training => training.Hits == 0);
        Say($"{kills} kills, seed {seed}: nothing lost");
    }

    /// <summary>Share of the kills: training has the most to lose.</summary>
    static int Weight(PlannedUnit unit) => unit.Kind switch { UnitKind.Adapt => 5, UnitKind.Pretrain => 4, UnitKind.Evaluate => 2, _ => 1 };

    /// <summary>A unit that takes steps with an optimizer: pre-training, training on all target data, adaptation.</summary>
    sealed record Training(KilledStudy Study, PlannedUnit Unit)
    {
        public int Attempts { get; set; }

        public int Hits => Study.InMidTraining.GetValueOrDefault(Unit);

        public override string ToString() => $"{Study.Name}: {Unit.Title}";
    }
}
