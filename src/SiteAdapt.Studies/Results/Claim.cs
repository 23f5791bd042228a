namespace SiteAdapt.Studies;

/// <summary>What the numbers say about a statement.</summary>
public enum ClaimVerdict
{
    Holds,
    DoesNotHold,

    /// <summary>The rows needed are missing, or the runs are too far apart to say.</summary>
    Undecided,
}

/// <summary>A number that a claim rests on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">A score or a difference of scores, as a fraction.</param>
/// <param name="IsDifference">Whether it is a difference, which is written with its sign.</param>
public sealed record ClaimNumber(string Name, double Value, bool IsDifference = false);

/// <summary>A statement about results, decided by the rows alone.</summary>
/// <param name="Statement">A sentence that is true or false, its margin included.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Scope">What was looked at: seeds, pairs, optimizer, budget.</param>
/// <param name="Numbers">The numbers behind the verdict; empty where rows are missing.</param>
/// <param name="Note">Why it is undecided, or null.</param>
public sealed record Claim(string Statement, ClaimVerdict Verdict, string Scope, IReadOnlyList<ClaimNumber> Numbers, string? Note = null);
