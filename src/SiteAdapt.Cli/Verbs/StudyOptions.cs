using System.CommandLine;

namespace SiteAdapt.Cli;

/// <summary>What the verbs of <c>study</c> have in common.</summary>
static class StudyOptions
{
    public static Argument<string> File() => new("FILE") { Description = "The study file (docs/reference/study-file.md)" };
}
