using System.ComponentModel;
using System.Diagnostics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A program of others. What it prints is never shown: it may hold the names of patients.</summary>
static class ForeignProgram
{
    /// <exception cref="InputException">It is not there, or failed; the message says how to get it, or to see why.</exception>
    public static string Run(string program, string package, IEnumerable<string> arguments, string about, Func<int, bool>? isFine = null, CancellationToken stop = default)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            stop.ThrowIfCancellationRequested();
            using var process = Process.Start(start)!;
            using var stopping = stop.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            errors.Wait(CancellationToken.None);
            stop.ThrowIfCancellationRequested(); // the terminal's Ctrl-C reaches the program too
            if (!(isFine ?? (code => code == 0))(process.ExitCode))
                throw new InputException($"{about}: {program} ended with exit code {process.ExitCode}. Run it by hand to see why; what it says is not shown here, because it may name patients.");
            return output;
        }
        catch (Win32Exception fault)
        {
            throw new InputException($"{program} is not on this machine, and DICOM is read through it. Debian and Ubuntu: apt install {package}; conda: conda install -c conda-forge {package}.", fault);
        }
    }
}
