using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>A case that must not be proposed.</summary>
public sealed record LeftOutCase(Case Case, string Why);

/// <summary>What is annotated at the target, and what may be proposed next.</summary>
/// <param name="Annotated">Labelled cases that training may use, and those that the run was trained on with a label.</param>
/// <param name="Candidates">Training cases that are not annotated; no test or validation case and nothing that the run has seen with a label is among them.</param>
/// <param name="LeftOut">Cases that are not annotated either and must not be proposed.</param>
public sealed record AnnotationPool(IReadOnlyList<Case> Annotated, IReadOnlyList<Case> Candidates, IReadOnlyList<LeftOutCase> LeftOut)
{
    /// <param name="annotated">Names of the target's cases that count as annotated; then all others count as not, whether they have a label or not. Null: those that are.</param>
    /// <exception cref="InputException">A name cannot be taken, or nothing can be proposed.</exception>
    public static AnnotationPool Of(TrainingData data, SeenCases seen, RunRecord record, string target, IReadOnlyList<string>? annotated)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(record);
        var cases = data.Manifest.CasesAt(target);
        var held = new HeldCases(data, seen, record, target);
        List<Case> done = annotated is null ? [.. cases.Where(item => (item.IsLabelled && !held.IsHeldBack(item)) || held.IsTrained(item))] : Named(annotated, cases, held, target);
        var names = done.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        List<Case> open = [.. cases.Where(item => !names.Contains(item.Id) && (annotated is not null || !item.IsLabelled))];
        if (open.Count == 0)
            throw new InputException($"{data.Manifest.Path}: every case of site '{target}' is annotated. List new cases with a blank label; to try it on annotated ones, name those that shall count with --annotated.");
        data.Pixels.Read(open.Concat(held.Held), data.Preparing);
        var judged = open.ConvertAll(item => new LeftOutCase(item, held.WhyNot(item) ?? ""));
        List<Case> candidates = [.. judged.Where(item => item.Why.Length == 0).Select(item => item.Case)];
        List<LeftOutCase> leftOut = judged.FindAll(item => item.Why.Length > 0);
        if (candidates.Count == 0) RefuseAll(leftOut, data, target);
        return new AnnotationPool(done, candidates, leftOut);
    }

    static List<Case> Named(IReadOnlyList<string> names, IReadOnlyList<Case> cases, HeldCases held, string target)
    {
        var faults = new Faults("--annotated");
        var named = new List<Case>();
        foreach (string name in names.Distinct(StringComparer.Ordinal))
        {
            if (cases.FirstOrDefault(item => item.Id == name) is not { } item) faults.Add($"there is no case '{name}' at site '{target}'{ClosestName.Hint(name, cases.Select(other => other.Id))}");
            else if (held.IsHeldBack(item)) faults.Add($"case '{name}' (subject '{item.Subject}') is {held.WhyNot(item)}; a model must not learn from it");
            else named.Add(item);
        }
        foreach (var item in cases.Where(item => held.IsTrained(item) && !named.Contains(item)))
            faults.Add($"the run was trained on case '{item.Id}' with its label, so that it cannot be proposed; add it");
        faults.ThrowIfAny();
        return named;
    }

    static void RefuseAll(List<LeftOutCase> leftOut, TrainingData data, string target)
    {
        var faults = new Faults($"{data.Manifest.Path}: no case of site '{target}' may be proposed. Add cases that are not annotated");
        foreach (var item in leftOut) faults.Add($"case '{item.Case.Id}' (subject '{item.Case.Subject}'): {item.Why}");
        faults.ThrowIfAny();
    }
}
