using System.Diagnostics;

namespace SiteAdapt.Cli.Tests;

/// <summary>The Tab key in a real shell.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("siteadapt data sim", "simulate")]
    [InlineData("siteadapt adapt --method oc", "octl")]
    [InlineData("siteadapt study run my.yaml --launch", "--launcher")]
    [InlineData("siteadapt completion z", "zsh")]
    public void Should_complete_in_bash(string line, string expected)
    {
        string script = $"""
            siteadapt() {'{'} dotnet '{Path.Combine(AppContext.BaseDirectory, "siteadapt.dll")}' "$@"; {'}'}
            eval "$(siteadapt completion bash)"
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({line}{(line.EndsWith(' ') ? " ''" : "")})
            COMP_CWORD=$((${'{'}#COMP_WORDS[@]{'}'} - 1))
            _siteadapt
            echo "${'{'}COMPREPLY[*]{'}'}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal(expected, bash.StandardOutput.ReadToEnd().Trim());
        bash.WaitForExit();
    }

    [Fact]
    public void Should_name_the_shells_that_it_knows() =>
        SiteAdaptProcess.Run(Environment.CurrentDirectory, "completion", "tcsh").BeRefused("SHELL: there is no script for 'tcsh'", "bash, zsh, fish", "[suggest:N]");

    [Fact]
    public void Should_take_a_shell_by_its_path_and_hint_at_one_that_was_meant()
    {
        var run = (string shell) => SiteAdaptProcess.Run(Environment.CurrentDirectory, "completion", shell);
        Assert.Equal(run("bash").Succeed().Output, run("/usr/bin/Bash").Succeed().Output);
        run("fishh").BeRefused("did you mean 'fish'?");
    }

    [Fact]
    public void Should_not_suggest_slashes_for_options()
    {
        string[] suggested = SiteAdaptProcess.Run(Environment.CurrentDirectory, "[suggest:21]", "siteadapt data check ").Succeed().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("--html", suggested);
        Assert.DoesNotContain(suggested, word => word.StartsWith('/'));
    }
}
