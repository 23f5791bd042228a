namespace SiteAdapt.Serve.Tests;

/// <summary>A slow test in a headless Chromium: skipped where there is none on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class BrowserFactAttribute : FactAttribute
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public BrowserFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(SlowFactAttribute.Variable) != "1") Skip = $"set {SlowFactAttribute.Variable}=1 to run the slow tests";
        else if (Program is null) Skip = "there is no chromium on PATH; on Debian: apt-get install chromium";
    }

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
