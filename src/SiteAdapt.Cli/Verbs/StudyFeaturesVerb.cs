using System.CommandLine;
using System.Globalization;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>study features FILE</c>: trains two runs of a study once more and keeps what the report's t-SNE figure shows.</summary>
static class StudyFeaturesVerb
{
    sealed class Options
    {
        public Argument<string> File { get; } = StudyOptions.File();
        public Option<string> Methods { get; } = new("--methods") { Description = "Methods that are shown side by side, A,B", DefaultValueFactory = _ => string.Join(',', FeatureChoice.DefaultMethods) };
        public Option<string?> Source { get; } = new("--source") { Description = "Source site (default: of the study's first pair)" };
        public Option<string?> Target { get; } = new("--target") { Description = "Target site (default: of the study's first pair)" };
        public Option<string?> Budget { get; } = new("--budget") { Description = "Budget as in the tables, for example \"2 patients\" (default: the study's first)" };
        public Option<OptimizerKind?> Optimizer { get; } = new("--optimizer") { Description = "adam or sgd (default: the study's first)" };
        public Option<long?> Seed { get; } = new("--seed") { Description = "Seed (default: the study's first)" };
        public Option<string?> Epochs { get; } = new("--epochs") { Description = "Epochs after which to look, A,B; 0 is before training (default: six, evenly)" };
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    sealed record Kept(string Run, string Folder, IReadOnlyList<int> Epochs, bool? SameWeightsAsStudy);

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("features", "Train two runs of a study once more, beside it, and keep the bottleneck features during training for the report's t-SNE figure",
            "siteadapt study features studies/small-table2.yaml",
            "siteadapt study features studies/small-table2.yaml --methods mmtl,octl --target site3 --budget \"2 patients\" --optimizer sgd")
        {
            o.File, o.Methods, o.Source, o.Target, o.Budget, o.Optimizer, o.Seed, o.Epochs, o.Json,
        };
        command.SetComputation((parsed, stop) => Run(parsed, o, stop));
        return command;
    }

    static void Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        var plan = StudyPlan.Load(parsed.GetValue(o.File)!);
        var choice = new FeatureChoice(CommonOptions.SplitList([parsed.GetValue(o.Methods)!]), parsed.GetValue(o.Source), parsed.GetValue(o.Target),
            parsed.GetValue(o.Budget), parsed.GetValue(o.Optimizer), parsed.GetValue(o.Seed));
        var epochs = Epochs(parsed.GetValue(o.Epochs), plan.Study.Training.Epochs);
        var kept = new List<Kept>();
        foreach (var unit in choice.Find(plan))
        {
            using (var progress = new ProgressLine(unit.Title)) FeatureRuns.Record(plan, unit, epochs, progress, stop);
            kept.Add(new Kept(unit.Title, FeatureRuns.FolderOf(plan, unit).Path, epochs, FeatureRuns.IsSameAsUnit(plan, unit)));
        }
        new Output(parsed.GetValue(o.Json)).Result(kept, console =>
        {
            foreach (var run in kept)
                console.Line($"{run.Run}: features of {Tables.Count(run.Epochs.Count, "epoch")} in {run.Folder}{(run.SameWeightsAsStudy == false ? "; its last weights are not those of the study, which was made by other versions" : "")}");
            console.Line($"Next: siteadapt study report {parsed.GetValue(o.File)}");
        });
    }

    static IReadOnlyList<int> Epochs(string? text, int most) => text is null
        ? FeatureRuns.DefaultEpochs(most)
        : [.. CommonOptions.SplitList([text]).Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) && epoch <= most
            ? epoch
            : throw new InputException($"--epochs: '{part}' is not an epoch from 0 to {most}."))];
}
