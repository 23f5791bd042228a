namespace SiteAdapt.Studies;

/// <summary>A part of the annotated patients that is held out, and the patients that are trained on instead.</summary>
public sealed record AdviceFold(IReadOnlyList<string> Trained, IReadOnlyList<string> HeldOut);

/// <summary>Cross-validation over patients: each is held out once; up to five patients one at a time, more in five parts.</summary>
public static class AdviceFolds
{
    public const int Most = 5;

    /// <summary>Training lists start after the held-out patient, so that the folds of a small budget learn from different patients.</summary>
    public static IReadOnlyList<AdviceFold> Of(IReadOnlyList<string> patients)
    {
        ArgumentNullException.ThrowIfNull(patients);
        if (patients.Count < 2) return [];
        int folds = Math.Min(Most, patients.Count);
        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            var inOrder = patients.Index().Skip(fold).Concat(patients.Index().Take(fold)).ToList();
            bool IsHeldOut(int index) => index % folds == fold;
            return new AdviceFold([.. inOrder.Where(entry => !IsHeldOut(entry.Index)).Select(entry => entry.Item)], [.. inOrder.Where(entry => IsHeldOut(entry.Index)).Select(entry => entry.Item)]);
        })];
    }

    /// <summary>Numbers of patients of the learning curve: a quarter, a half and all of what every fold can train on.</summary>
    public static IReadOnlyList<int> Sizes(IReadOnlyList<AdviceFold> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        int all = folds.Min(fold => fold.Trained.Count);
        return [.. new[] { (all + 3) / 4, (all + 1) / 2, all }.Distinct()];
    }
}
