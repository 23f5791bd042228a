using System.Text.RegularExpressions;

namespace SiteAdapt.Studies;

/// <summary>
/// The name of a study's jobs, by which they are found in the queue whatever a file says: "siteadapt.STUDY.ARRAY.SUBMISSION".
/// Their comment is the same, for clusters that rename jobs.
/// </summary>
public sealed partial record SlurmJobName(string Study, string Array, string Submission)
{
    public override string ToString() => $"siteadapt.{Study}.{Array}.{Submission}";

    /// <summary>Null: a job of somebody else.</summary>
    public static SlurmJobName? Parse(string name) => Pattern().Match(name) is { Success: true } match
        ? new SlurmJobName(match.Groups["study"].Value, match.Groups["array"].Value, match.Groups["submission"].Value)
        : null;

    [GeneratedRegex(@"^siteadapt\.(?<study>.+)\.(?<array>[a-z]+-\d+)\.(?<submission>\d{8}-\d{6}-[0-9a-f]{8})$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
