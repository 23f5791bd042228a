using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>From a question to a study: a fold is a manifest of its own, in which the held-out patients are the test list.</summary>
public static class AdvicePlanner
{
    public static AdvicePlan Plan(AdviceRequest request, AdviceData data, IReadOnlyList<string> methods, bool withCurve = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(methods);
        var folds = AdviceFolds.Of(data.Patients);
        var sizes = AdviceFolds.Sizes(folds);
        var given = GivenModel.Record(request.Source);
        var (units, cells, definition, opened) = ((PlannedUnits?)null, new List<AdviceCell>(), (StudyDefinition?)null, (StudyData?)null);
        foreach (var (index, fold) in folds.Index())
        {
            var study = Study(request, data.WriteFold(fold, Path.Combine(request.Output, "folds")), methods);
            var there = StudyData.Open(study);
            (definition, opened) = (definition ?? study, opened ?? there);
            units = new PlannedUnits(study, there, units);
            cells.AddRange(Cells(request, data, methods, withCurve ? sizes : [sizes[^1]], index, units, units.Given(given)));
        }
        return new AdvicePlan(new StudyPlan(definition!, opened!, units!.InOrder, []), folds, cells);
    }

    static IEnumerable<AdviceCell> Cells(
        AdviceRequest request, AdviceData data, IReadOnlyList<string> methods, IReadOnlyList<int> sizes, int fold, PlannedUnits units, PlannedUnit source)
    {
        var (optimizer, pair) = (request.Source.Record.Optimizer.Kind, new StudyPair(request.Source.Sites, request.Target));
        List<string> sites = [.. data.SourceHeldOut.Select(item => item.Site).Distinct()];
        AdviceCell Cell(string method, int patients, PlannedUnit model, bool withSource) => new(fold, method, patients,
            units.Evaluate(model, request.Target, NormSource.Own), withSource ? [.. sites.Select(site => units.Evaluate(model, site, NormSource.Own))] : []);

        yield return Cell(MethodNames.None, 0, source, withSource: true);
        foreach (string name in methods)
            foreach (int patients in sizes)
            {
                var model = units.Adapt(source, pair, MethodCatalog.Find(name, optimizer), new Budget(patients), sourceBudget: null, optimizer, request.Training.Seed);
                yield return Cell(name, patients, model, withSource: patients == sizes[^1]);
            }
    }

    /// <summary>The candidates that can be tried here, and why others cannot.</summary>
    /// <exception cref="InputException">A method that does not exist, learns nothing from the patients, or none that can be tried.</exception>
    public static (IReadOnlyList<string> Methods, IReadOnlyList<string> Notes) Candidates(AdviceRequest request, AdviceData data)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(data);
        var (methods, notes) = (new List<string>(), new List<string>());
        foreach (string name in request.Methods.Distinct())
        {
            if (name == MethodNames.None) continue;
            var method = MethodCatalog.Find(name, request.Source.Record.Optimizer.Kind, "--methods: ");
            MethodCheck.Require(method, request.Source.Record.Optimizer.Kind);
            if (PlannedMethods.HasNoBudget(method)) throw new InputException($"--methods: '{name}' learns nothing from annotated target patients; it cannot be compared here.");
            if (method.Mix.NeedsSource && !data.SourceIsThere) notes.Add($"{name} is left out: it mixes source cases into its batches, and the manifest has no training cases of {string.Join(", ", request.Source.Sites)}");
            else methods.Add(name);
        }
        return methods.Count > 0 ? (methods, notes) : throw new InputException($"--methods: none of them can be tried ({string.Join("; ", notes)}).");
    }

    static StudyDefinition Study(AdviceRequest request, string manifest, IReadOnlyList<string> methods) => new()
    {
        Name = "advice",
        Results = request.Output,
        Manifest = manifest,
        Cache = request.Cache,
        Task = request.Source.Record.Task,
        Methods = [.. methods.Select(name => new StudyMethod(name))],
        Training = request.Training,
    };
}
