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
        string count = $"Of {claims.Count} relations of the paper {holds} hold, {fails} do not hold, and {open} are undecided: there the margin lies within a 95 % interval (over patients or sites, or over seeds), or scores are missing.";
        return (fails, open) switch
        {
            (0, 0) when notAsked.Count > 0 => new CalloutBlock(CalloutKind.Good, "What was asked holds.", $"All {claims.Count} relations that the study can speak to hold. It is not all of the paper's pattern: {notAsked.Count} are not asked."),
            (0, 0) => new CalloutBlock(CalloutKind.Good, "The paper's pattern shows.", $"All {claims.Count} relations hold."),
            (0, _) => new CalloutBlock(CalloutKind.Note, notAsked.Count > 0 ? "Nothing that was asked speaks against the paper's pattern." : "Nothing speaks against the paper's pattern.", count),
            _ => new CalloutBlock(CalloutKind.Warning, "The paper's pattern does not fully show.", count),
        };
    }
}
