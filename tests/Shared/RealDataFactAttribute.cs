namespace SiteAdapt.Testing;

/// <summary>A test on real scans: skipped where SITEADAPT_TEST_DATA does not name their folder.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class RealDataFactAttribute : FactAttribute
{
    public const string Variable = "SITEADAPT_TEST_DATA";

    public RealDataFactAttribute()
    {
        if (Folder is null) Skip = $"set {Variable} to the folder of real scans to run it";
    }

    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
