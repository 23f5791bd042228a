using System.ComponentModel;
using System.Diagnostics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A program of others. What it prints is never shown: it may hold the names of patients.</summary>
static class ForeignProgram
{
    /// <exception cref="InputException">It is not there, or failed; the message says how to get it, or to see why.</exception>
    public static string Run(string program, string package, IEnumerable<string> arguments, string about, Func<int, bool>? isFine = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            errors.Wait();
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
