using System.Globalization;

namespace SiteAdapt.Studies.Tests;

/// <summary>A cluster that takes everything and runs nothing: what was submitted stays in its queue until it is cancelled.</summary>
sealed class FakeSlurm : ISlurm
{
    readonly List<(string Job, string Name, int Elements)> queue = [];

    public string Config { get; set; } = "MaxArraySize            = 1001\nRequeueExit             = 75\n";

    /// <summary>What sbatch answers in place of taking a script.</summary>
    public Func<string, SlurmAnswer?> Instead { get; set; } = _ => null;

    /// <summary>Where in squeue's line the job's name is, and what stands in the other place.</summary>
    public bool NamesAreLost { get; set; }

    /// <summary>Arguments of sbatch and scancel.</summary>
    public List<string> Asked { get; } = [];

    public SlurmAnswer Ask(string program, IReadOnlyList<string> arguments, string? folder = null)
    {
        if (program == "scontrol") return new SlurmAnswer(0, Config, "");
        if (program == "squeue") return new SlurmAnswer(0, string.Concat(queue.SelectMany(Lines)), "");
        Asked.Add($"{program} {string.Join(' ', arguments)}");
        if (program == "scancel")
        {
            queue.RemoveAll(job => arguments.Contains(job.Job));
            return new SlurmAnswer(0, "", "");
        }
        string[] script = File.ReadAllLines(Path.Combine(folder!, arguments[^1]));
        if (Instead(arguments[^1]) is { } answer) return answer;
        string job = (100 + queue.Count).ToString(CultureInfo.InvariantCulture), last = Option(script, "array").Split('%')[0].Split('-')[1];
        queue.Add((job, Option(script, "job-name"), int.Parse(last, CultureInfo.InvariantCulture) + 1));
        return new SlurmAnswer(0, $"{job};cluster\n", "");
    }

    public void EndJob(string job) => queue.RemoveAll(queued => queued.Job == job);

    static string Option(string[] script, string name) => script.Single(line => line.StartsWith($"#SBATCH --{name}=", StringComparison.Ordinal)).Split('=', 2)[1];

    IEnumerable<string> Lines((string Job, string Name, int Elements) job) => Enumerable.Range(0, job.Elements)
        .Select(index => FormattableString.Invariant($"{job.Job}|{index}|PENDING|Resources||anna|{(NamesAreLost ? "job" : job.Name)}|{job.Name}\n"));
}
