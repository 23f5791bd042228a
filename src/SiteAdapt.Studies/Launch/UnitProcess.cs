using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SiteAdapt.Studies;

/// <summary>Starts <c>siteadapt unit run FOLDER...</c> in processes of their own.</summary>
public sealed class UnitProcessStarter(ProgramPath program) : IUnitStarter
{
    public IUnitProcess Start(IReadOnlyList<UnitFolder> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, "unit", "run", .. units.Select(unit => unit.Path)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Threads that wait in a loop take the other processes' cores.
            Environment = { ["OMP_WAIT_POLICY"] = "passive" },
        };
        return new UnitProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program.File} did not start"));
    }
}

sealed partial class UnitProcess : IUnitProcess
{
    const int Terminate = 15, LinesKept = 20;
    readonly Process process;
    readonly Queue<string> lines = [];

    public UnitProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.OutputDataReceived += (_, _) => { }; // read, so that the pipe does not fill
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        Exit = End();
    }

    public Task<int> Exit { get; }

    public string LastWords
    {
        get
        {
            lock (lines) return string.Join('\n', lines);
        }
    }

    /// <summary>SIGTERM; on Windows nothing, where Ctrl-C reaches every process of the console.</summary>
    public void AskToStop()
    {
        if (!OperatingSystem.IsWindows() && !process.HasExited) _ = Send(process.Id, Terminate);
    }

    async Task<int> End()
    {
        await process.WaitForExitAsync();
        int code = process.ExitCode;
        process.Dispose();
        return code;
    }

    void Keep(string? line)
    {
        if (line is null) return;
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept) lines.Dequeue();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}
