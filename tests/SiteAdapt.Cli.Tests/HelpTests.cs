using System.CommandLine;
using System.CommandLine.Parsing;

namespace SiteAdapt.Cli.Tests;

/// <summary>What somebody reads who does not know the program yet.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Verbs() => [.. Paths(Commands.Root(), "")];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Should_explain_every_verb_with_all_its_options_and_examples(string path)
    {
        string[] words = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Command command = Commands.Root();
        foreach (string word in words) command = command.Subcommands.Single(sub => sub.Name == word);
        var help = Run([.. words, "--help"]).Succeed();
        Assert.Empty(help.Errors);
        Assert.Contains(command.Description!, help.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        foreach (var option in command.Options)
        {
            Assert.Contains(option.Name, help.Output, StringComparison.Ordinal);
            Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name);
        }
        Assert.DoesNotContain("<HELP>", help.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        Assert.Contains($"  siteadapt {path}".TrimEnd(), help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Should_give_examples_that_parse(string path)
    {
        Command command = Commands.Root();
        foreach (string word in path.Split(' ', StringSplitOptions.RemoveEmptyEntries)) command = command.Subcommands.Single(sub => sub.Name == word);
        if (command is Verb verb)
            Assert.All(verb.Examples, example => Assert.Empty(ParseFaults.Of(Commands.Root().Parse([.. CommandLineParser.SplitCommandLine(example.Split(" > ")[0]).Skip(1)]))));
        else
            Assert.NotEmpty(command.Subcommands);
    }

    [Theory]
    [InlineData]
    [InlineData("data", "check")]
    public void Should_answer_to_a_question_mark_as_on_windows(params string[] words) =>
        Assert.Equal(Run([.. words, "--help"]).Succeed().Output, Run([.. words, "/?"]).Succeed().Output);

    [Fact]
    public void Should_take_a_path_of_one_letter_for_a_path() => Run("data", "check", "/h").BeRefused("/h");

    [Theory]
    [InlineData("predit", "no command 'predit'", "did you mean 'predict'?")]
    [InlineData("data simulat", "no command 'data simulat'", "did you mean 'simulate'?")]
    [InlineData("score --referense a --prediction b", "no option '--referense'", "did you mean '--reference'?")]
    [InlineData("predict a.nii --run r --otu m.nii", "no option '--otu'", "did you mean '--out'?")]
    [InlineData("adapt --method mmtl --set mix=paper --patient 1", "no option '--patient'", "did you mean '--patients'?")]
    [InlineData("", "say what to do", "pretrain, adapt")]
    [InlineData("run", "say what to do", "show")]
    [InlineData("score --reference a", "'--prediction' is required", "--help")]
    [InlineData("pretrain --data a --source s --out o --epochs ten", "--epochs: is 'ten'", "whole number")]
    [InlineData("pretrain --data a --source s --out o --learning-rate 0,001", "--learning-rate: is '0,001'", "with a point")]
    public void Should_say_what_was_probably_meant(string line, string fault, string hint) =>
        Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).BeRefused(fault, hint);

    [Fact]
    public void Should_print_its_version() => Assert.Matches(@"^\d+\.\d+\.\d+", Run("--version").Succeed().Output);

    static IEnumerable<string> Paths(Command command, string path)
    {
        yield return path;
        foreach (var sub in command.Subcommands)
            foreach (string inner in Paths(sub, $"{path} {sub.Name}".TrimStart())) yield return inner;
    }

    static Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(AppContext.BaseDirectory, arguments);
}
