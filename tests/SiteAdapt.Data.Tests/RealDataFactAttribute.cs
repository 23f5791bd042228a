namespace SiteAdapt.Data.Tests;

/// <summary>A test that needs the folder of real scans named by SITEADAPT_TEST_DATA; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public const string Variable = "SITEADAPT_TEST_DATA";

    public RealDataFactAttribute()
    {
        if (Folder is null) Skip = $"set {Variable} to a folder of real scans (see the test) to run it";
    }

    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
