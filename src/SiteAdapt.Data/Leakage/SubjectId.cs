using System.Text.RegularExpressions;

namespace SiteAdapt.Data;

/// <summary>
/// A subject's id, and what of it names the person: it says whether two ids look like one person's, as <c>head0001</c> and <c>head0001_ses-02</c> or
/// <c>HEAD0001</c>. Ids are compared without regard to case.
/// </summary>
public sealed partial record SubjectId
{
    readonly string name;
    readonly bool hasSession, isVisit;

    public SubjectId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        name = id.ToLowerInvariant();
        var parts = SessionPart().Matches(name);
        hasSession = parts.Count > 0;
        isVisit = parts.All(part => part.Groups["word"].Value is "ses" or "session" or "visit");
        Person = hasSession ? name[..parts[0].Index] : name;
        Rest = hasSession ? SessionPart().Replace(name, "") : name;
    }

    /// <summary>The part before the session, in small letters; the whole id where it has none.</summary>
    public string Person { get; }

    /// <summary>The id without its session parts, wherever they stand.</summary>
    string Rest { get; }

    // What may follow the word is listed: 'sub-01_sesame' and 'ucl_study_sub02' have no session 'ame' or 'sub02'.
    [GeneratedRegex("(?<=.)[_-](?<word>session|ses|visit|study|run)([_-]?((month|week|year|day|mo|[a-z])?[0-9]+[a-z]?|baseline|bl|followup|fu|pre|post|retest|test|[a-z]))?(?=[_-]|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SessionPart();

    /// <summary>
    /// Whether two different ids are so alike that they stand for one person: they differ in case only; one is the other with a session behind it; or they are
    /// sessions (<c>ses</c>, <c>session</c>, <c>visit</c>) of one name with a number in it. <c>study</c> and <c>run</c> also number cohorts and cases
    /// (<c>site1_study12</c>, <c>case_study_3</c>), so that two such ids prove nothing.
    /// </summary>
    public bool IsSamePersonAs(SubjectId other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Person != other.Person) return false;
        return name == other.name || hasSession != other.hasSession || (isVisit && other.isVisit && Rest == other.Rest && Rest.Any(char.IsAsciiDigit));
    }
}
