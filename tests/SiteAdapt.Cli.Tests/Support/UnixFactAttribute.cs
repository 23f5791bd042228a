namespace SiteAdapt.Cli.Tests;

/// <summary>A test that sends signals.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "signals are sent on Unix only";
    }
}
