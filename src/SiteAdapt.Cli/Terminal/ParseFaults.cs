using System.CommandLine;
using System.CommandLine.Parsing;
using SiteAdapt.Data;

namespace SiteAdapt.Cli;

/// <summary>What is wrong with a command line, one sentence each, with the name that was probably meant.</summary>
static class ParseFaults
{
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        if (parsed.Action is HelpWithExamples) return [];
        var unknown = UnknownOptions(parsed).ToList();
        if (unknown.Count > 0) return unknown; // The parser's own errors follow from these.
        if (parsed.CommandResult.Command is { Subcommands.Count: > 0, Action: null } group && parsed.Errors.Count > 0) return [UnknownCommand(group, parsed.UnmatchedTokens)];
        return [.. parsed.Errors.Select(Explain), .. DecimalCommas(parsed)];
    }

    /// <summary>An option that nobody knows looks to the parser like a value, of IMAGE... for example.</summary>
    static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        var known = Known(parsed.CommandResult).SelectMany(option => option.Aliases.Append(option.Name)).ToList();
        return parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && LooksLikeOption(token.Value))
            .Select(token => token.Value.Split('=')[0])
            .Select(name => $"there is no option '{name}'{ClosestName.Hint(name, known)}.");
    }

    static bool LooksLikeOption(string token) => token.StartsWith("--", StringComparison.Ordinal) || (token.Length > 1 && token[0] == '-' && char.IsAsciiLetter(token[1]));

    static IEnumerable<Option> Known(CommandResult command) =>
        command.Command.Options.Concat(command.Parent is CommandResult parent ? Known(parent).Where(option => option.Recursive) : []);

    static string UnknownCommand(Command group, IReadOnlyList<string> unmatched)
    {
        var names = group.Subcommands.Select(command => command.Name).ToList();
        string known = $"the commands are {string.Join(", ", names)}.";
        string path = group is RootCommand ? "" : group.Name + " ";
        return unmatched.Count == 0
            ? $"{(path.Length == 0 ? "" : $"{group.Name}: ")}say what to do; {known}"
            : $"there is no command '{path}{unmatched[0]}'{ClosestName.Hint(unmatched[0], names)}; {known}";
    }

    static string Explain(ParseError error) => error.SymbolResult is OptionResult { Option: var option, Tokens: [var token] } && Kind(option) is { } kind
        ? $"{option.Name}: is '{token.Value}'; expected {kind}."
        : error.Message;

    /// <summary>Read in the invariant way a comma separates thousands: 1,5 would be 15.</summary>
    static IEnumerable<string> DecimalCommas(ParseResult parsed) =>
        from result in parsed.CommandResult.Children.OfType<OptionResult>()
        where Kind(result.Option) is not null
        from token in result.Tokens
        where token.Value.Contains(',', StringComparison.Ordinal)
        where parsed.Errors.All(error => error.SymbolResult != result)
        select $"{result.Option.Name}: is '{token.Value}'; expected {Kind(result.Option)}.";

    static string? Kind(Option option) => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
    {
        var type when type == typeof(int) || type == typeof(long) => "a whole number",
        var type when type == typeof(double) => "a number such as 0.5, with a point",
        _ => null,
    };
}
