namespace SiteAdapt.Cli.Tests;

/// <summary>A slow test on a real Slurm, which it brings up on this host: skipped where Slurm is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class SlurmFactAttribute : FactAttribute
{
    static readonly string[] Programs = ["sbatch", "squeue", "scontrol", "slurmctld", "slurmd", "munged", "setpriv", "pgrep"];

    public SlurmFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(SlowFactAttribute.Variable) != "1") Skip = $"set {SlowFactAttribute.Variable}=1 to run the slow tests";
        else if (Programs.FirstOrDefault(program => !IsThere(program)) is { } missing) Skip = $"needs Slurm; '{missing}' is not there (Debian: apt-get install slurm-wlm munge)";
        else if (Environment.UserName != "root") Skip = "bringing up a Slurm cluster needs root";
    }

    static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
