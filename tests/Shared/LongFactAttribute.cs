namespace SiteAdapt.Testing;

/// <summary>A test of many minutes, for a release and not for every change: run where SITEADAPT_LONG_TESTS is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class LongFactAttribute : FactAttribute
{
    public const string Variable = "SITEADAPT_LONG_TESTS";

    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1") Skip = $"set {Variable}=1 to run the tests that take many minutes";
    }
}
