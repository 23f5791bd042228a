using SiteAdapt.Data;

namespace SiteAdapt.Data.Tests;

/// <summary>A test that needs a program of others; skipped with a message where it is not on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program, string package)
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
        if (!isThere) Skip = $"{program} is not on PATH (Debian: apt install {package})";
    }
}
