using System.Globalization;
using System.Runtime.InteropServices;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>The machine: system, processors, memory, and a folder to work in.</summary>
static class MachineCheck
{
    const double Gibi = 1 << 30;

    /// <summary>Training the paper's network on 16 slices of 256 x 256 takes 4 to 5 GiB (docs/performance.md).</summary>
    const double MemoryOfTraining = 6 * Gibi;

    const double RoomOfAStudy = 5 * Gibi;

    public static IEnumerable<Finding> Of(string folder)
    {
        yield return new Finding("program", FindingState.Ok, $"siteadapt {TorchRuntime.VersionOf(typeof(MachineCheck).Assembly)}, .NET {Environment.Version}");
        yield return RuntimeInformation.RuntimeIdentifier.StartsWith("linux-x64", StringComparison.Ordinal)
            ? new Finding("system", FindingState.Ok, RuntimeInformation.OSDescription)
            : new Finding("system", FindingState.Warning, $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})", "only linux-x64 is tested (docs/how-to/systems.md)");
        yield return Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        yield return Threads(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY"), Environment.GetEnvironmentVariable("OMP_NUM_THREADS"));
        yield return Disk("disk here", folder);
        yield return Disk("disk for temporary files", Path.GetTempPath());
        yield return Locks(folder);
    }

    public static Finding Memory(double bytes) => bytes < MemoryOfTraining
        ? new Finding("memory", FindingState.Warning, GiB(bytes), "training on 256 x 256 takes about 4 GiB for a process: take a smaller --batch or window, and one job at a time")
        : new Finding("memory", FindingState.Ok, GiB(bytes));

    public static Finding Threads(string? waitPolicy, string? ompThreads)
    {
        string found = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors");
        if (ompThreads is not null) found += $", OMP_NUM_THREADS={ompThreads} (--threads goes before it)";
        return string.Equals(waitPolicy, "passive", StringComparison.OrdinalIgnoreCase)
            ? new Finding("threads", FindingState.Ok, $"{found}, OMP_WAIT_POLICY=passive")
            : new Finding("threads", FindingState.Ok, found, "where several processes share the processors, set OMP_WAIT_POLICY=passive");
    }

    static Finding Disk(string what, string folder)
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(folder));
            string found = $"{GiB(drive.AvailableFreeSpace)} free in {Path.GetFullPath(folder)}";
            return drive.AvailableFreeSpace < RoomOfAStudy
                ? new Finding(what, FindingState.Warning, found, "a study of many runs takes gigabytes; 'study plan' says how many")
                : new Finding(what, FindingState.Ok, found);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding(what, FindingState.Warning, fault.Message, "the free room is not known");
        }
    }

    /// <summary>A run folder must be one process's alone; some file servers have no locks.</summary>
    static Finding Locks(string folder)
    {
        string place = Path.Combine(folder, $".siteadapt-doctor-{Environment.ProcessId}");
        try
        {
            using (RunLock.Take(place))
            {
                using var second = RunLock.Take(place);
                return new Finding("locks", FindingState.Fault, $"two owners at once in {Path.GetFullPath(folder)}", "this file system has no locks, so nothing keeps two processes out of one run folder: work on another disk");
            }
        }
        catch (RunLockedException)
        {
            return new Finding("locks", FindingState.Ok, "one owner at a time");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Finding("locks", FindingState.Fault, fault.Message, "go to a folder that you may write to");
        }
        finally
        {
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        }
    }

    static string GiB(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibi:0.0} GiB");
}
