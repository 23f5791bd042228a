using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Runs a small study inside the annotated patients and says what follows from it.</summary>
public sealed class Advisor
{
    const int MorePatients = 2;
    readonly AdviceRequest request;
    readonly AdviceData data;
    readonly string metric;
    readonly IReadOnlyList<EarlierStudy> earlier;

    /// <param name="studies">Results of earlier studies, to show beside.</param>
    /// <exception cref="InputException">There is no such target or patient, or a study cannot be read.</exception>
    public Advisor(AdviceRequest request, IReadOnlyList<string> studies)
    {
        (this.request, data) = (request, AdviceData.Of(request));
        var task = request.Source.Record.Task;
        metric = task.IsClassification ? "auc" : task.Metric.Headline == Data.HeadlineScore.Dice ? "dice" : "surface_dice";
        earlier = [.. studies.SelectMany(path => EarlierStudies.Read(path, metric, request.Source.Record.Optimizer.Kind))];
    }

    /// <param name="launch">Runs what is left of a plan to its end, as <c>study run</c> does.</param>
    /// <exception cref="InputException">A unit failed, or nothing can be compared.</exception>
    public async Task<Advice> Run(Func<StudyPlan, Task<LaunchState>> launch)
    {
        ArgumentNullException.ThrowIfNull(launch);
        var advice = data.Patients.Count < 2 ? TooFew() : await Compare(launch);
        AtomicFile.WriteText(Path.Combine(request.Output, "advice.json"), JsonSerializer.Serialize(advice, Json.Pretty) + "\n");
        return advice;
    }

    async Task<Advice> Compare(Func<StudyPlan, Task<LaunchState>> launch)
    {
        var (methods, notes) = AdvicePlanner.Candidates(request, data);
        var plan = AdvicePlanner.Plan(request, data, methods);
        await Do(plan, launch);
        var candidates = AdviceScores.Candidates(plan, out var leftOut);
        notes = [.. notes, .. leftOut];
        var choice = AdviceRule.Choose(candidates);
        var more = choice.Take.Method == MethodNames.None ? null : await TwoMore(choice.Take.Method, launch);
        if (data.SourceHeldOut.Count == 0) notes = [.. notes, "what the source loses was not measured: the manifest has no validation case of it that the model has not been trained on"];
        return Empty(notes) with { Folds = plan.Folds.Count, Metric = metric, Candidates = candidates, Choice = choice, TwoMore = more, Earlier = earlier };
    }

    /// <summary>A second, smaller study: the method that was chosen with fewer patients.</summary>
    async Task<MeanInterval?> TwoMore(string method, Func<StudyPlan, Task<LaunchState>> launch)
    {
        if (data.Patients.Count < 3) return null;
        var plan = AdvicePlanner.Plan(request, data, [method], withCurve: true);
        await Do(plan, launch);
        return AdviceScores.Curve(plan, method).Extrapolate(data.Patients.Count, MorePatients);
    }

    async Task Do(AdvicePlan plan, Func<StudyPlan, Task<LaunchState>> launch)
    {
        GivenModel.Materialise(plan.Study, request.Source);
        var state = await launch(plan.Study);
        if (state.Failures.FirstOrDefault() is { Key: { } unit, Value: var reason })
            throw new InputException($"{unit.Title} failed: {reason}\n  {plan.Study.FolderOf(unit).Log}\nThe same command tries it again.");
    }

    Advice TooFew()
    {
        string seen = data.SeenBySource.Count == 0 ? "" : $" {data.SeenBySource.Count} more cannot be used, because the source model was trained on the same subjects ({string.Join(", ", data.SeenBySource.Take(5))}{(data.SeenBySource.Count > 5 ? ", ..." : "")}).";
        string there = data.Patients.Count == 0
            ? $"There is no annotated training patient of the target that the source model has not seen.{seen} Two are needed: annotate two"
            : $"There is one annotated training patient of the target: a model that learns from it can be scored on nobody else, so that methods cannot be compared here.{seen} Annotate one more";
        var shown = earlier.Count == 0 && metric == "surface_dice" ? [EarlierStudies.OfProgram()] : earlier;
        return Empty([$"{there}, or go by earlier studies{(shown.Count == 0 ? "; none is at hand (give their NAME.results.json with --studies)" : "")}."]) with { Earlier = shown };
    }

    Advice Empty(IReadOnlyList<string> notes) => new(string.Join('+', request.Source.Sites), request.Target, data.Patients, 0, null, [], null, null, notes, []);
}
