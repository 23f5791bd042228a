using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary><c>completion SHELL</c>: a script that makes the Tab key know commands and options. The program itself says what comes next.</summary>
static class CompletionVerb
{
    const string Bash = """
        _siteadapt() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(siteadapt "[suggest:$COMP_POINT]" "$COMP_LINE" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _siteadapt siteadapt
        """;

    const string Zsh = """
        _siteadapt() {
            local -a found
            found=("${(@f)$(siteadapt "[suggest:$CURSOR]" "$BUFFER" 2> /dev/null)}")
            compadd -a found || _files
        }
        compdef _siteadapt siteadapt
        """;

    const string Fish = """
        complete -c siteadapt -f -a '(siteadapt "[suggest:"(commandline -C)"]" (commandline -cp) 2> /dev/null)'
        """;

    static readonly Dictionary<string, string> Scripts = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Scripts.Keys) };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        var command = new Verb("completion", "Print a script that completes commands and options at the Tab key; needs siteadapt on PATH",
            "siteadapt completion bash > ~/.local/share/bash-completion/completions/siteadapt",
            "siteadapt completion fish > ~/.config/fish/completions/siteadapt.fish")
        {
            shell,
        };
        command.SetAction(parsed => Console.WriteLine(ScriptOf(parsed.GetValue(shell)!)));
        return command;
    }

    /// <param name="shell">A name, or a path as in $SHELL.</param>
    static string ScriptOf(string shell)
    {
        string name = Path.GetFileNameWithoutExtension(shell).ToLowerInvariant();
        return Scripts.GetValueOrDefault(name) ?? throw new InputException($"SHELL: there is no script for '{shell}'{ClosestName.Hint(name, [.. Scripts.Keys])}; expected {string.Join(", ", Scripts.Keys)}. "
            + "For another shell: siteadapt \"[suggest:N]\" \"LINE\" prints what may stand at character N of a command line, one a line.");
    }
}
