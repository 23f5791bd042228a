using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>The masks that a study has kept: those that its report has drawn. None is computed here.</summary>
sealed class StudyMasks(ServedFolder folder, StudyPlans plans)
{
    /// <exception cref="InputException">The study has no data, or none that can be read.</exception>
    public Manifest ManifestOf(string? path)
    {
        var data = plans.Of(path).Data;
        return data.IsThere ? data.Manifest : throw new InputException($"{path}: the manifest of this study is not there.");
    }

    public IReadOnlyList<Layer> Of(string? path, Case item)
    {
        var plan = plans.Of(path);
        var looks = MethodLooks.Of(plan.Study);
        var layers = new List<Layer>();
        foreach (var result in plan.Results)
            foreach (var unit in result.Target.Concat(result.SourceAfter))
                if (folder.Inside(PredictedMasks.FileOf(plan, unit, item)) is { } file && layers.TrueForAll(layer => layer.Path != folder.RelativeOf(file)))
                    layers.Add(new Layer(LayerRole.Mask, Name(result), folder.RelativeOf(file), looks.Color(result.Method.Label), unit.Reference.Hash[..UnitReference.NameLength]));
        return layers;
    }

    /// <summary>Whether a file is one of these; its name says nothing of the method.</summary>
    public static bool IsKept(string file) => Path.GetDirectoryName(Path.GetDirectoryName(file)) is { } masks && masks.EndsWith(Path.Combine("pictures", "masks"), StringComparison.Ordinal);

    static string Name(PlannedResult result) => FormattableString.Invariant(
        $"{result.Method.Label} ({result.Pair.SourceName} to {result.Pair.Target}{(result.Budget is null ? "" : $", {BudgetName.Of(result.Budget)}")}, {result.Optimizer.ToString().ToLowerInvariant()}, seed {result.Seed})");
}
