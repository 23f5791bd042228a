using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A case and the slices of it that training may see, ascending.</summary>
public sealed record PooledCase(Case Case, IReadOnlyList<int> Slices);

/// <summary>What training may draw from; every case has at least one slice.</summary>
public sealed record TrainingPool(IReadOnlyList<PooledCase> Cases)
{
    public int SliceCount => Cases.Sum(c => c.Slices.Count);
}

/// <summary>
/// How much annotation a run may use: the first <paramref name="Patients"/> subjects of a training list with all their cases,
/// so that 1 is part of 2 is part of 4; and, if given, exactly <paramref name="Slices"/> of their usable slices, evenly spaced.
/// For single images: of these cases the first <paramref name="Images"/>, so that 128 is part of 256; the last patient's may be cut.
/// </summary>
public sealed record Budget(int Patients, int? Slices = null, int? Images = null)
{
    /// <summary>Every patient of a training list, every slice.</summary>
    public static Budget All { get; } = new(int.MaxValue);

    /// <summary>The first images of a training list, of as many patients as that takes.</summary>
    public static Budget OfImages(int images) => All with { Images = images };

    /// <summary>The cases of the budget, in the order of the list.</summary>
    /// <exception cref="InputException">More patients or images than there are, or a number below 1.</exception>
    public IReadOnlyList<Case> ChooseCases(IReadOnlyList<Case> trainingCases)
    {
        ArgumentNullException.ThrowIfNull(trainingCases);
        if (Patients < 1) throw new InputException($"a budget of {Patients} patients: expected 1 or more");
        string[] subjects = [.. trainingCases.Select(c => c.Subject).Distinct()];
        if (Patients > subjects.Length && Patients != int.MaxValue)
            throw new InputException($"a budget of {Patients} patients: the training set{OfSites(trainingCases)} has only {subjects.Length}; ask for fewer");
        HashSet<string> chosen = [.. subjects.Take(Patients)];
        Case[] cases = [.. trainingCases.Where(c => chosen.Contains(c.Subject))];
        if (Images is not { } images) return cases;
        if (images < 1) throw new InputException($"a budget of {images} images: expected 1 or more");
        if (images > cases.Length)
            throw new InputException($"a budget of {images} images: the {Math.Min(Patients, subjects.Length)} patients of the training set{OfSites(trainingCases)} " +
                $"have only {cases.Length}; ask for fewer");
        return cases[..images];
    }

    /// <summary>The cases and slices of the budget; <paramref name="usable"/> gives the slices of a case that may be used, ascending.</summary>
    /// <exception cref="InputException">More patients or slices than there are.</exception>
    public TrainingPool Choose(IReadOnlyList<Case> trainingCases, Func<Case, IReadOnlyList<int>> usable)
    {
        ArgumentNullException.ThrowIfNull(usable);
        PooledCase[] cases = [.. ChooseCases(trainingCases).Select(c => new PooledCase(c, usable(c)))];
        int total = cases.Sum(c => c.Slices.Count);
        int wanted = Slices ?? total;
        if (wanted < 1 || wanted > total)
            throw new InputException($"a budget of {wanted} slices: the {cases.Length} chosen cases have {total}; expected 1 to {total}");
        return new TrainingPool([.. Distribute(cases, EvenlySpaced(wanted, total))]);
    }

    /// <summary>
    /// <paramref name="count"/> distinct indices of 0 .. <paramref name="total"/> - 1: the pool is cut into as many equal parts,
    /// and the slice in the middle of each is taken.
    /// </summary>
    public static IReadOnlyList<int> EvenlySpaced(int count, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        return [.. Enumerable.Range(0, count).Select(i => (int)((2L * i + 1) * total / (2L * count)))];
    }

    /// <summary><paramref name="indices"/> count through the cases' slices, one case after the other.</summary>
    static IEnumerable<PooledCase> Distribute(IReadOnlyList<PooledCase> cases, IReadOnlyList<int> indices)
    {
        int first = 0;
        foreach (PooledCase c in cases)
        {
            int[] slices = [.. indices.Where(index => index >= first && index < first + c.Slices.Count).Select(index => c.Slices[index - first])];
            if (slices.Length > 0) yield return c with { Slices = slices };
            first += c.Slices.Count;
        }
    }

    static string OfSites(IReadOnlyList<Case> cases) => cases.Count == 0 ? "" : $" of {string.Join(", ", cases.Select(c => $"'{c.Site}'").Distinct())}";
}
