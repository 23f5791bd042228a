namespace SiteAdapt.Cli.Tests;

/// <summary>A test on a terminal, which util-linux's <c>script</c> provides: skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class TerminalFactAttribute : FactAttribute
{
    public const string Script = "/usr/bin/script";

    public TerminalFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Script)) Skip = $"needs {Script} of util-linux";
    }
}
