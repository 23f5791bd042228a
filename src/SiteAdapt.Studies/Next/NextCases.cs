using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The answer of <c>data next</c>: what to annotate, out of what.</summary>
/// <param name="Chosen">In the order to annotate them.</param>
/// <param name="Candidates">All that could have been chosen, with their uncertainty.</param>
/// <param name="Unreadable">Images that were left out because they could not be read.</param>
public sealed record NextCases(string Target, AnnotationPool Pool, IReadOnlyList<NextCase> Chosen, IReadOnlyList<CaseReading> Candidates, IReadOnlyList<Case> Unreadable)
{
    /// <summary>Reads the annotated cases and the candidates with the run's network, and chooses.</summary>
    /// <param name="count">Cases to choose.</param>
    /// <exception cref="InputException">There are not so many.</exception>
    public static NextCases Of(AnnotationPool pool, string target, int count, CaseReader reader, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(reader);
        if (count < 1 || count > pool.Candidates.Count) throw TooMany(count, pool.Candidates.Count, target);
        // In one pass, so that progress counts through.
        var readings = reader.Read([.. pool.Annotated, .. pool.Candidates], stop).ToDictionary(item => item.Case.Id, StringComparer.Ordinal);
        List<CaseReading> Of(IReadOnlyList<Case> cases) => [.. cases.Select(item => readings.GetValueOrDefault(item.Id)).OfType<CaseReading>()];
        var candidates = Of(pool.Candidates);
        if (count > candidates.Count) throw TooMany(count, candidates.Count, target);
        return new NextCases(target, pool, RankedChoice.Choose(candidates, Of(pool.Annotated), count), candidates, [.. pool.Annotated.Concat(pool.Candidates).Where(item => !readings.ContainsKey(item.Id))]);
    }

    static InputException TooMany(int count, int there, string target) =>
        new($"--count: is {count}; site '{target}' has {there} that may be proposed. Give 1 to {there}.");
}
