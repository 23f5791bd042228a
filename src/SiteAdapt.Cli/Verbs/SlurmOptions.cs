using System.CommandLine;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>What <c>study run --launcher slurm</c> takes besides.</summary>
sealed class SlurmOptions
{
    readonly Option<string?> partition = new("--partition") { Description = "slurm: the partition (default: the cluster's)" };
    readonly Option<string?> gres = new("--gres") { Description = "slurm: what units on a GPU ask for (default: gpu:1)" };
    readonly Option<string?> time = new("--time") { Description = "slurm: time limit of a job, 5 minutes or more; what does not get done is saved, queued again and goes on" };
    readonly Option<int?> maxParallel = new("--max-parallel") { Description = "slurm: most jobs of a stage at once" };
    readonly Option<int> unitsPerJob = new("--units-per-job") { Description = "slurm: trained models one job makes, one after the other (where the number of jobs is limited)", DefaultValueFactory = _ => 1 };
    readonly Option<string[]> more = new("--sbatch") { Description = "slurm: another option of sbatch without its dashes, such as account=lab or mem=8G; may be repeated" };
    readonly Option<bool> dryRun = new("--dry-run") { Description = "slurm: print what would be submitted, and submit nothing" };

    public IEnumerable<Option> All => [partition, gres, time, maxParallel, unitsPerJob, more, dryRun];

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(dryRun);

    public SlurmSettings Settings(ParseResult parsed)
    {
        var settings = new SlurmSettings
        {
            Partition = parsed.GetValue(partition),
            Time = parsed.GetValue(time),
            MaxParallel = parsed.GetValue(maxParallel),
            UnitsPerJob = parsed.GetValue(unitsPerJob),
            More = parsed.GetValue(more) ?? [],
        };
        return parsed.GetValue(gres) is { } wanted ? settings with { Gres = wanted } : settings;
    }

    /// <summary>Without Slurm they would have no effect.</summary>
    public void Refuse(ParseResult parsed)
    {
        if (All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given) throw new InputException($"{given.Name}: needs --launcher slurm.");
    }
}
