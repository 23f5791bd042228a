using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>A method to take, and why.</summary>
/// <param name="IsClear">Better than every other candidate by more than noise.</param>
/// <param name="Gain">Of the method over no adaptation, patient by patient; null where no adaptation is what is advised.</param>
public sealed record AdviceChoice(CandidateScores Take, bool IsClear, string Reason, MeanInterval? Gain);

/// <summary>
/// The rule of docs/how-to/advise.md. The candidate with the best mean is a clear winner where the 95 % interval of its paired
/// difference to every other is above zero. Otherwise, among the methods that are within one standard error of the difference
/// to the best, the one that costs the source least is taken; where the source was not measured, the simplest.
/// </summary>
public static class AdviceRule
{
    /// <param name="candidates">Simplest first; one of them is <c>none</c>.</param>
    public static AdviceChoice Choose(IReadOnlyList<CandidateScores> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var none = candidates.Single(candidate => candidate.Method == MethodNames.None);
        var best = candidates.MaxBy(candidate => candidate.Expected?.Mean ?? double.NegativeInfinity)!;
        List<CandidateScores> open = [.. candidates.Where(other => other != best && !(best.Minus(other).Low > 0))];
        if (open.Count == 0) return new AdviceChoice(best, true, "it is better than every other candidate by more than the patients differ", Gain(best, none));
        if (best == none) return new AdviceChoice(none, false, "no adaptation has the best mean: with these patients none of the methods is shown to help", null);

        List<CandidateScores> close = [.. candidates.Where(other => other != none && (other == best || IsClose(best.Minus(other))))];
        string among = close.Count == 1 ? $"{best.Method} has the best mean" : $"{string.Join(", ", close.Select(other => other.Method))} are within one standard error of each other on the target";
        if (close.Count == 1) return new AdviceChoice(best, false, $"{among}, and no other is within one standard error of it; but noise cannot be ruled out against {Names(open)}", Gain(best, none));
        if (close.All(other => other.SourceLoss is not null))
        {
            var kind = close.MaxBy(other => other.SourceLoss!.Mean)!;
            return new AdviceChoice(kind, false, string.Create(CultureInfo.InvariantCulture, $"{among}, and it costs the source least ({kind.SourceLoss!.Mean:+0.000;-0.000;0.000})"), Gain(kind, none));
        }
        return new AdviceChoice(close[0], false, $"{among}, and it is the simplest of them (the source was not measured)", Gain(close[0], none));
    }

    static bool IsClose(MeanInterval difference) => difference.StandardError is not { } error || difference.Mean <= error;

    static MeanInterval? Gain(CandidateScores taken, CandidateScores none) => taken == none ? null : taken.Minus(none);

    static string Names(List<CandidateScores> candidates) => string.Join(", ", candidates.Select(other => other.Method == MethodNames.None ? "no adaptation" : other.Method));
}
