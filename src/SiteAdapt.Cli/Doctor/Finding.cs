namespace SiteAdapt.Cli;

/// <summary>One thing that <c>doctor</c> looked at.</summary>
/// <param name="What">Short: "libtorch", "disk".</param>
/// <param name="Found">What is there.</param>
/// <param name="Advice">What it is needed for and how to get it; null where nothing is missing.</param>
sealed record Finding(string What, FindingState State, string Found, string? Advice = null);

enum FindingState
{
    Ok,

    /// <summary>Not there, and nothing that everybody needs.</summary>
    Absent,

    /// <summary>Works, but will be slow or short of room.</summary>
    Warning,

    /// <summary>The program cannot work like this.</summary>
    Fault,
}
