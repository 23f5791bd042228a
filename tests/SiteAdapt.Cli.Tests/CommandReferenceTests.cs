using System.CommandLine;
using System.Text;

namespace SiteAdapt.Cli.Tests;

/// <summary>docs/reference/commands.md is made from the commands themselves.</summary>
public sealed class CommandReferenceTests
{
    const string Update = "SITEADAPT_UPDATE_DOCS";

    [Fact]
    public void Should_describe_every_command_as_it_is()
    {
        string path = RepositoryFolder.Find("docs", "reference", "commands.md");
        string expected = Reference();
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(path, expected);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == expected,
            $"{path} is not what the commands say; run this test once with {Update}=1 and look at the change");
    }

    static string Reference()
    {
        var text = new StringBuilder("# Commands\n\nMade from the program's own help; a test compares the two.\n");
        foreach (var command in Commands.Root().Subcommands) Describe(command, "siteadapt", text);
        return text.ToString();
    }

    static void Describe(Command command, string parent, StringBuilder text)
    {
        string name = $"{parent} {command.Name}";
        if (command.Subcommands.Count == 0 || command.Action is not null)
        {
            text.Append($"\n## {name}\n{command.Description}.\n");
            if (command is Verb { Examples.Count: > 0 } verb) text.Append($"\n```\n{string.Join("\n", verb.Examples)}\n```\n");
            text.Append("\n| | | default |\n|---|---|---|\n");
            foreach (var argument in command.Arguments) text.Append($"| `{argument.Name}` | {Cell(argument.Description)} | |\n");
            foreach (var option in command.Options) text.Append($"| `{option.Name}` | {Cell(option.Description)}{(option.Required ? " (required)" : "")} | {Default(option)} |\n");
        }
        foreach (var child in command.Subcommands) Describe(child, name, text);
    }

    static string Cell(string? description) => (description ?? "").Replace("|", "\\|", StringComparison.Ordinal);

    static string Default(Option option) => !option.Required && option.HasDefaultValue && option.GetDefaultValue() is { } value and not false && value is not DirectoryInfo
        ? FormattableString.Invariant($"`{value}`")
        : "";
}
