using System.Text.Json;

namespace SiteAdapt.Cli.Tests;

/// <summary>What a process left: its exit code, stdout and stderr.</summary>
sealed record Outcome(int Code, string Output, string Errors)
{
    /// <summary>stdout as the one JSON document that <c>--json</c> promises.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public Outcome Should(int code)
    {
        if (Code != code) Assert.Fail($"exit code {Code} instead of {code}\n--- stderr\n{Errors}--- stdout\n{Output}");
        return this;
    }

    public Outcome Succeed() => Should(0);

    /// <summary>Exit code 1, nothing on stdout, and a message that has all these words.</summary>
    public Outcome BeRefused(params string[] words)
    {
        Should(1);
        Assert.Empty(Output);
        Assert.StartsWith("siteadapt: ", Errors[Errors.IndexOf("siteadapt: ", StringComparison.Ordinal)..], StringComparison.Ordinal);
        foreach (string word in words) Assert.Contains(word, Errors, StringComparison.Ordinal);
        return this;
    }
}
