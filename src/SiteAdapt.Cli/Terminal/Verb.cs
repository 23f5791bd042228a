using System.CommandLine;

namespace SiteAdapt.Cli;

/// <summary>A command whose help ends with lines to copy.</summary>
sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>
    /// Work with tensors. It stays on the calling thread, the first of the process, the only one that glibc's malloc gives large
    /// blocks to without asking the system each time: a step of the U-Net on another thread had 1.2 million page faults.
    /// </summary>
    public void SetComputation(Action<ParseResult, CancellationToken> work) => SetComputation((parsed, stop) =>
    {
        work(parsed, stop);
        return ExitCode.Done;
    });

    /// <summary>As the other, with an exit code.</summary>
    public void SetComputation(Func<ParseResult, CancellationToken, int> work) => SetAction((parsed, stop) => Task.FromResult(work(parsed, stop)));
}
