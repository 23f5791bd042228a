namespace SiteAdapt.Testing;

/// <summary>A test that takes longer than a developer waits: run where SITEADAPT_SLOW_TESTS is 1, as in continuous integration.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class SlowFactAttribute : FactAttribute
{
    public const string Variable = "SITEADAPT_SLOW_TESTS";

    public SlowFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1") Skip = $"set {Variable}=1 to run the slow tests";
    }
}
