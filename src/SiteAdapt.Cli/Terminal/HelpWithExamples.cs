using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SiteAdapt.Cli;

/// <summary>The help of a command, followed by its examples.</summary>
sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            if (option.Action is HelpAction standard) option.Action = new HelpWithExamples(standard);
    }

    public override int Invoke(ParseResult parseResult)
    {
        int code = standard.Invoke(parseResult);
        if (Examples(parseResult.CommandResult.Command) is not { Count: > 0 } lines) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string line in lines) output.WriteLine("  " + line);
        output.WriteLine();
        return code;
    }

    static IReadOnlyList<string> Examples(Command command) => command switch
    {
        Verb verb => verb.Examples,
        _ => [.. command.Subcommands.SelectMany(sub => Examples(sub).Take(1))],
    };
}
