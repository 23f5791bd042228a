using System.Diagnostics;

namespace SiteAdapt.Cli.Tests;

/// <summary>A file system in memory of a given size. Only root may mount one, and not in every container.</summary>
static class SmallDisk
{
    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? WhyNot { get; } = Try();

    public static bool Mount(string folder, long bytes) => Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "siteadapt-test", folder);

    public static bool Resize(string folder, long bytes) => Run("mount", "-o", $"remount,size={bytes}", folder);

    public static bool Unmount(string folder) => Run("umount", folder);

    static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "mounting a small disk needs Linux and root";
        string folder = Directory.CreateTempSubdirectory("siteadapt-disk").FullName;
        bool mounted = Mount(folder, 1 << 20);
        if (mounted) Unmount(folder);
        Directory.Delete(folder);
        return mounted ? null : "mount is refused here, as in many containers";
    }

    static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A slow test on a small disk: skipped, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(SlowFactAttribute.Variable) != "1") Skip = $"set {SlowFactAttribute.Variable}=1 to run the slow tests";
        else if (SmallDisk.WhyNot is { } reason) Skip = reason;
    }
}
