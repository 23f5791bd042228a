using System.ComponentModel;
using System.Diagnostics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>Slurm's own programs: <c>sbatch</c>, <c>squeue</c>, <c>scontrol</c>, <c>scancel</c>.</summary>
public interface ISlurm
{
    /// <param name="folder">Working folder; null: that of this process.</param>
    /// <exception cref="InputException">There is no such program here, or it did not answer.</exception>
    SlurmAnswer Ask(string program, IReadOnlyList<string> arguments, string? folder = null);
}

/// <summary>What one of Slurm's programs answered.</summary>
public sealed record SlurmAnswer(int Code, string Output, string Errors);

/// <summary>The programs of this machine.</summary>
public sealed class SlurmPrograms : ISlurm
{
    /// <summary>Slurm's programs try for about a minute to reach a controller that is away.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    public SlurmAnswer Ask(string program, IReadOnlyList<string> arguments, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        // What a user has set for his own squeue (SQUEUE_FORMAT, SQUEUE_USERS) would hide jobs from us.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("SQUEUE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (process.WaitForExit(Longest)) return new SlurmAnswer(process.ExitCode, output.Result, errors.Result.Trim());
            process.Kill();
            throw new InputException($"{program}: did not answer within {Longest.TotalSeconds} s. Is the cluster's controller up? Try '{program}' by hand.");
        }
        catch (Win32Exception)
        {
            throw new InputException($"{program}: there is no such program here. Slurm's programs are on the cluster's login nodes; without Slurm use --launcher local.");
        }
    }
}
