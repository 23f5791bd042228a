namespace SiteAdapt.Imaging.Tests;

/// <summary>A test on real images, skipped where the folder that SITEADAPT_TEST_DATA names is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (Folder is null) Skip = "SITEADAPT_TEST_DATA names no folder with the real test data";
    }

    public static string? Folder =>
        Environment.GetEnvironmentVariable("SITEADAPT_TEST_DATA") is { } folder && Directory.Exists(folder) ? folder : null;
}
