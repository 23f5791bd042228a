using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace SiteAdapt.Cli;

/// <summary>The help of a command, followed by its examples.</summary>
sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    const int Columns = 78;

    public static void AddTo(RootCommand root)
    {
        NameValues(root);
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            foreach (string alias in option.Aliases.Where(alias => alias.StartsWith('/')).ToList()) option.Aliases.Remove(alias); // here these are paths
            if (option.Action is HelpAction standard) option.Action = new HelpWithExamples(standard);
        }
    }

    /// <summary>"/?" asks for help, as on Windows, without standing in lists of options and completions.</summary>
    public static IReadOnlyList<string> Asked(IReadOnlyList<string> args) => [.. args.TakeWhile(word => word != "--").Select(word => word == "/?" ? "--help" : word), .. args.SkipWhile(word => word != "--")];

    public override int Invoke(ParseResult parseResult)
    {
        int code = standard.Invoke(parseResult);
        if (Examples(parseResult.CommandResult.Command) is not { Count: > 0 } lines) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string line in lines) output.WriteLine(Wrap("  " + line));
        output.WriteLine();
        return code;
    }

    /// <summary>Broken before an option, so that the shell takes the lines as they stand.</summary>
    static string Wrap(string example)
    {
        var text = new StringBuilder();
        int column = 0;
        foreach (string part in example.Split(" --"))
        {
            string word = text.Length == 0 ? part : " --" + part;
            if (text.Length > 0 && column + word.Length > Columns)
            {
                text.Append(" \\\n     ");
                column = 5;
            }
            text.Append(word);
            column += word.Length;
        }
        return text.ToString();
    }

    /// <summary>Short names of values: --epochs N and not --epochs EPOCHS, which takes the room of the descriptions.</summary>
    static void NameValues(Command command)
    {
        foreach (var option in command.Options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool))) option.HelpName ??= ValueName(option);
        foreach (var sub in command.Subcommands) NameValues(sub);
    }

    static string ValueName(Option option) => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
    {
        var type when type == typeof(int) || type == typeof(long) => "N",
        var type when type == typeof(double) => "X",
        var type when type == typeof(FileInfo) => "FILE",
        var type when type == typeof(DirectoryInfo) => "DIR",
        _ => option.Name[(option.Name.LastIndexOf('-') + 1)..].ToUpperInvariant(),
    };

    static IReadOnlyList<string> Examples(Command command) => command switch
    {
        Verb verb => verb.Examples,
        _ => [.. command.Subcommands.SelectMany(sub => Examples(sub).Take(1))],
    };
}
