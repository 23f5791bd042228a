namespace SiteAdapt.Studies;

/// <summary>The paper's relations on this study's scores, and how much of its pattern shows.</summary>
static class ReportRelations
{
    public static IEnumerable<Block> Of(ReportContent content)
    {
        if (content.Relations.Count == 0) yield break;
        yield return new HeadingBlock("Does the paper's pattern show?");
        yield return Verdict(content.Relations, content.RelationsNotAsked);
        yield return new ClaimsBlock(content.Relations);
        if (content.RelationsNotAsked.Count > 0)
            yield return new ParagraphBlock($"Not asked, because methods, budgets, optimizer or evaluation are not in the study: {string.Join(" ", content.RelationsNotAsked)}");
    }

    static CalloutBlock Verdict(IReadOnlyList<Claim> claims, IReadOnlyList<string> notAsked)
    {
        int Number(ClaimVerdict verdict) => claims.Count(claim => claim.Verdict == verdict);
        var (holds, fails, open) = (Number(ClaimVerdict.Holds), Number(ClaimVerdict.DoesNotHold), Number(ClaimVerdict.Undecided));
        int decided = holds + fails, onOneSeed = claims.Count(claim => claim.OnOneSeed && claim.Verdict != ClaimVerdict.Undecided);
        // Of all verdicts it is said with each number; of some only, once behind them.
        string seed = onOneSeed > 0 && onOneSeed == decided ? " on this seed" : "";
        string chance = onOneSeed == 0 ? "" : $" {(seed.Length > 0 ? "There is one seed" : $"{onOneSeed} of the {decided} verdicts are read from one seed")}: chance in training is not seen, and another seed may say otherwise.";
        string undecided = onOneSeed == decided && onOneSeed > 0 ? "over patients or sites" : "over patients or sites, or over seeds";
        string count = $"Of {claims.Count} relations of the paper {holds} hold{seed}, {fails} do not hold{seed}, and {open} are undecided: there the margin lies within a 95 % interval ({undecided}), or scores are missing.{chance}";
        var good = onOneSeed > 0 ? CalloutKind.Note : CalloutKind.Good;
        return (fails, open) switch
        {
            (0, 0) when notAsked.Count > 0 => new CalloutBlock(good, $"What was asked holds{seed}.", $"All {claims.Count} relations that the study can speak to hold{seed}. It is not all of the paper's pattern: {notAsked.Count} are not asked.{chance}"),
            (0, 0) => new CalloutBlock(good, $"The paper's pattern shows{seed}.", $"All {claims.Count} relations hold{seed}.{chance}"),
            (0, _) => new CalloutBlock(CalloutKind.Note, $"Nothing{(notAsked.Count > 0 ? " that was asked" : "")} speaks against the paper's pattern{seed}.", count),
            _ => new CalloutBlock(CalloutKind.Warning, $"The paper's pattern does not fully show{seed}.", count),
        };
    }
}
