using System.Globalization;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// A test that presses Ctrl-C: skipped on Windows, and where whoever started the tests has SIGINT ignored (a background job of
/// a shell script, nohup), which every child inherits.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class CtrlCFactAttribute : FactAttribute
{
    const ulong SigInt = 1UL << 1;

    public CtrlCFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "needs POSIX signals";
        else if (IsIgnored()) Skip = "SIGINT is ignored by whoever started the tests; start them in the foreground to run it";
    }

    static bool IsIgnored()
    {
        const string Status = "/proc/self/status", Field = "SigIgn:";
        if (!File.Exists(Status)) return false;
        string? line = File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal));
        return line is not null && (ulong.Parse(line[Field.Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & SigInt) != 0;
    }
}
