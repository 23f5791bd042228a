namespace SiteAdapt.Studies;

/// <summary>The paper's relations on this study's scores, and how much of its pattern shows.</summary>
static class ReportRelations
{
    public static IEnumerable<Block> Of(ReportContent content)
    {
        if (content.Relations.Count == 0) yield break;
        yield return new HeadingBlock("Does the paper's pattern show?");
        yield return Verdict(content.Relations);
        yield return new ClaimsBlock(content.Relations);
    }

    static CalloutBlock Verdict(IReadOnlyList<Claim> claims)
    {
        int Number(ClaimVerdict verdict) => claims.Count(claim => claim.Verdict == verdict);
        var (holds, fails, open) = (Number(ClaimVerdict.Holds), Number(ClaimVerdict.DoesNotHold), Number(ClaimVerdict.Undecided));
        string count = $"Of {claims.Count} relations of the paper {holds} hold, {fails} do not hold, and {open} are undecided: there the margin lies within the 95 % interval, or scores are missing.";
        return (fails, open) switch
        {
            (0, 0) => new CalloutBlock(CalloutKind.Good, "The paper's pattern shows.", $"All {claims.Count} relations hold."),
            (0, _) => new CalloutBlock(CalloutKind.Note, "Nothing speaks against the paper's pattern.", count),
            _ => new CalloutBlock(CalloutKind.Warning, "The paper's pattern does not fully show.", count),
        };
    }
}
