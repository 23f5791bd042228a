using System.CommandLine;

namespace SiteAdapt.Cli;

/// <summary>A command whose help ends with lines to copy.</summary>
sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
