using System.Text.RegularExpressions;

namespace SiteAdapt.Data;

/// <summary>
/// A subject's id, and what of it names the person: it says whether two ids look like one person's, as <c>head0001</c> and <c>head0001_ses-02</c> or
/// <c>HEAD0001</c>. Ids are compared without regard to case. In doubt they are two people.
/// </summary>
public sealed partial class SubjectId
{
    readonly string name;
    readonly string? visits;
    readonly bool hasSession;

    /// <param name="site">Where the subject was scanned. An id that begins with it (<c>site1_visit001</c>) has it for no name of a person.</param>
    public SubjectId(string id, string site)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(site);
        (Text, name) = (id, id.ToLowerInvariant());
        int start = name.Length > site.Length && name[site.Length] is '_' or '-' && name.StartsWith(site, StringComparison.OrdinalIgnoreCase) ? site.Length + 1 : 0;
        string own = name[start..];
        var parts = SessionPart().Matches(own);
        hasSession = parts.Count > 0;
        Person = hasSession ? name[..(start + parts[0].Index)] : name;
        if (!hasSession || parts.Any(part => !part.Groups["visit"].Success)) return;
        string rest = SessionPart().Replace(own, "");
        int digits = NamesNobody().Replace(rest, "").Count(char.IsAsciiDigit);
        // 'adni2_visit001' numbers people by visits: three digits or more are many, but six or more are a date
        if (digits > (parts.Any(part => part.Groups["number"].Length is >= 3 and <= 5) ? 1 : 0)) visits = $"{name[..start]}{rest}";
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>The part before the session, in small letters; the whole id where it has none. Ids of one person have one; those that have one need not be one person's.</summary>
    public string Person { get; }

    // What may follow the word is listed: 'sub-01_sesame' and 'ucl_study_sub02' have no session 'ame' or 'sub02'. 'trial_study' has none either.
    [GeneratedRegex("(?<=.)[_-]((?<visit>session|ses|visit)[_-]?((month|week|year|day|mo|[a-z])?(?<number>[0-9]+)[a-z]?|baseline|bl|followup|fu|pre|post|retest|test|[a-z])|(study|run)[_-]?[0-9]+[a-z]?)(?=[_-]|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SessionPart();

    // Numbers that are no person's: of a site or a cohort, of an image's kind ('T1w', '3T', '2D')
    [GeneratedRegex("(?<![a-z0-9])((site|center|centre|hospital|clinic|cohort|scanner|dataset|group|batch|fold|study|trial|phase|part|arm)[_-]?[0-9]+|t[12][a-z]*|[0-9]+(\\.[0-9]+)?t|[23]d)(?![a-z0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamesNobody();

    /// <summary>
    /// Whether two different ids are so alike that they stand for one person: they differ in case only; one is the other with a session behind it; or they are
    /// sessions (<c>ses</c>, <c>session</c>, <c>visit</c>) of one name with a number in it. <c>study</c> and <c>run</c> also number cohorts and cases
    /// (<c>site1_study12</c>, <c>case_study_3</c>), so that two such ids prove nothing.
    /// </summary>
    public bool IsSamePersonAs(SubjectId other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Sought().Intersect(other.Keys()).Any();
    }

    /// <summary>Another id is one person's with this one where one of its <see cref="Sought"/> is here; so many ids can be compared without looking at all pairs.</summary>
    internal IEnumerable<(string Kind, string Value)> Keys()
    {
        yield return ("name", name);
        if (hasSession) yield return ("session of", Person);
        if (visits is not null) yield return ("visit of", $"{Person}/{visits}");
    }

    /// <summary>See <see cref="Keys"/>.</summary>
    internal IEnumerable<(string Kind, string Value)> Sought()
    {
        yield return ("name", name);
        yield return hasSession ? ("name", Person) : ("session of", name);
        if (visits is not null) yield return ("visit of", $"{Person}/{visits}");
    }
}
