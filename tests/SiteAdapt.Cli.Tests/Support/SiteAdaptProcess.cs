using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Cli.Tests;

/// <summary>The real executable in a process of its own, working in a folder.</summary>
sealed partial class SiteAdaptProcess : IDisposable
{
    const int Interrupt = 2, Terminate = 15;
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    readonly Process process;
    readonly Task<string> output, errors;

    SiteAdaptProcess(Process process) =>
        (this.process, output, errors) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public static SiteAdaptProcess Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "siteadapt.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["OMP_WAIT_POLICY"] = "passive", ["DOTNET_TieredPGO"] = "0", ["NO_COLOR"] = "1", ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" },
        };
        return new SiteAdaptProcess(Process.Start(start)!);
    }

    public static Outcome Run(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        return process.Wait();
    }

    public bool HasExited => process.HasExited;

    /// <summary>Waits for the end. Whatever happened, nobody is shown a stack trace.</summary>
    public Outcome Wait()
    {
        if (!process.WaitForExit(Longest))
        {
            process.Kill();
            Assert.Fail($"still running after {Longest}: {string.Join(' ', process.StartInfo.ArgumentList.Skip(1))}");
        }
        var outcome = new Outcome(process.ExitCode, output.Result, errors.Result);
        Assert.DoesNotContain("   at ", outcome.Errors + outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", outcome.Errors, StringComparison.Ordinal);
        return outcome;
    }

    /// <summary>kill -9, and gone when this returns.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Lets it run for a while; true when it ended by itself.</summary>
    public bool EndsWithin(TimeSpan time) => process.WaitForExit(time);

    public void AskToTerminate() => Assert.Equal(0, Send(process.Id, Terminate));

    public void PressCtrlC() => Assert.Equal(0, Send(process.Id, Interrupt));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }
}
