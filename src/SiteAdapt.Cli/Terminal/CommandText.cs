using System.CommandLine;
using System.Text.RegularExpressions;

namespace SiteAdapt.Cli;

/// <summary>The command that is running, as a person can give it to a shell again: for the pages that say what made them.</summary>
static partial class CommandText
{
    /// <summary>As it was given, but for <c>--json</c>, which changes no file.</summary>
    public static string Of(ParseResult parsed) => string.Join(' ', parsed.Tokens.Select(token => token.Value).Where(word => word != "--json").Prepend("siteadapt").Select(Quoted));

    static string Quoted(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\p{L}\p{N}_\-./,:=+@%]+$")]
    private static partial Regex Plain();
}
