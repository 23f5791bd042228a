namespace SiteAdapt.Studies;

/// <summary>What the numbers say about a statement.</summary>
public enum ClaimVerdict
{
    Holds,
    DoesNotHold,

    /// <summary>Scores are missing, or the margin lies within the interval.</summary>
    Undecided,
}

/// <summary>A number that a claim rests on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">A score or a difference of scores, as a fraction.</param>
/// <param name="IsDifference">Whether it is a difference, which is written with its sign.</param>
/// <param name="Interval">Of a difference: what its verdict is read from; null where none can be computed.</param>
public sealed record ClaimNumber(string Name, double Value, bool IsDifference = false, Interval? Interval = null);

/// <summary>A statement about results, decided by the scores alone.</summary>
/// <param name="Statement">A sentence that is true or false, its margin included.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Scope">What was looked at: seeds, pairs, optimizer, budget.</param>
/// <param name="Numbers">The numbers behind the verdict; empty where scores are missing.</param>
/// <param name="Note">What the interval is over, or why it is undecided; null for nothing to say.</param>
/// <param name="OnOneSeed">Whether one of its differences is of one seed: then chance in training, which several seeds must show, had no say in the verdict.</param>
public sealed record Claim(string Statement, ClaimVerdict Verdict, string Scope, IReadOnlyList<ClaimNumber> Numbers, string? Note = null, bool OnOneSeed = false);
