using System.Diagnostics;

namespace SiteAdapt.Cli.Tests;

/// <summary>A Slurm cluster of two nodes on this host; while it lives, every process that is started finds it.</summary>
sealed class OneHostSlurm : IDisposable
{
    const string Variable = "SLURM_CONF";
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(20), BetweenLooks = TimeSpan.FromMilliseconds(100);
    readonly TemporaryFolder folder = new();

    public OneHostSlurm()
    {
        Ask("chmod", "755", folder.Path); // the user munge must get through
        Script("up", $"{20_000 + (Environment.ProcessId % 10_000 * 3)}");
        Environment.SetEnvironmentVariable(Variable, folder.File("cluster", "slurm.conf"));
    }

    /// <summary>What one of Slurm's programs prints.</summary>
    public static string Ask(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd(), errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
        return output;
    }

    public static void WaitForEndOfQueue() => WaitFor(() => Ask("squeue", "--noheader").Length == 0);

    public static void WaitFor(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Longest) throw new TimeoutException($"jobs are still there: {Ask("squeue")}");
            Thread.Sleep(BetweenLooks);
        }
    }

    /// <summary>All at once, as in a power cut.</summary>
    public void KillNode(string node) => Script("kill-node", node);

    void Script(string verb, params string[] more)
    {
        // Daemons keep what they inherit: with a pipe of ours this would wait for their end.
        var start = new ProcessStartInfo("bash", ["-c", "exec \"$0\" \"$@\" > /dev/null 2> \"$LOG\"", Path.Combine(AppContext.BaseDirectory, "slurm", "one-host.sh"), verb, folder.File("cluster"), .. more])
        {
            Environment = { ["LOG"] = folder.File("one-host.log") },
        };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"one-host.sh {verb}: {File.ReadAllText(folder.File("one-host.log"))}");
    }

    public void Dispose()
    {
        Script("down");
        Environment.SetEnvironmentVariable(Variable, null);
        Thread.Sleep(TimeSpan.FromSeconds(1)); // the daemons write until they are gone
        folder.Dispose();
    }
}
