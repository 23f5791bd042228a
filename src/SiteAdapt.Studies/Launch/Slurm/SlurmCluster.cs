using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>What a study must know of the cluster; from <c>scontrol show config</c>.</summary>
/// <param name="MaxArraySize">Most elements of an array; also one more than its largest index.</param>
/// <param name="RequeuesResumable">Whether a job that ends with exit code 75 is queued again by Slurm itself (<c>RequeueExit</c>).</param>
public sealed record SlurmCluster(string Name, int MaxArraySize, bool RequeuesResumable)
{
    /// <summary>Slurm's defaults, for a dry run where no cluster can be asked.</summary>
    public static SlurmCluster Unknown { get; } = new("unknown", 1001, false);

    public static SlurmCluster Ask(ISlurm slurm)
    {
        ArgumentNullException.ThrowIfNull(slurm);
        var answer = slurm.Ask("scontrol", ["show", "config"]);
        if (answer.Code != 0) throw new InputException($"scontrol: cannot ask the cluster for its settings: {answer.Errors}");
        return Parse(answer.Output);
    }

    public static SlurmCluster Parse(string config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Dictionary<string, string> settings = [];
        foreach (string[] parts in config.Split('\n').Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2)) settings[parts[0]] = parts[1];
        int size = int.TryParse(settings.GetValueOrDefault("MaxArraySize"), NumberStyles.None, CultureInfo.InvariantCulture, out int most) ? most : Unknown.MaxArraySize;
        if (size < 2) throw new InputException($"this cluster has no job arrays (MaxArraySize is {size}), which a study needs. Ask its administrator.");
        return new SlurmCluster(settings.GetValueOrDefault("ClusterName", Unknown.Name), size, Contains(settings.GetValueOrDefault("RequeueExit", ""), UnitExit.Resumable));
    }

    /// <summary>Whether a list such as "75,142-145" has a number.</summary>
    static bool Contains(string list, int code) => list.Split(',').Any(range =>
    {
        string[] ends = range.Split('-');
        return int.TryParse(ends[0], CultureInfo.InvariantCulture, out int low) && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out int high) && low <= code && code <= high;
    });
}
