using System.Globalization;
using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>What the user says about the jobs of a study.</summary>
public sealed record SlurmSettings
{
    /// <summary>Shortest time limit in minutes: Slurm tells a unit a minute before its end, and up to one earlier, to save.</summary>
    public const int ShortestTime = 5;

    static readonly string[] Ours =
        ["array", "job-name", "comment", "output", "error", "open-mode", "dependency", "chdir", "signal", "requeue", "no-requeue", "wrap", "parsable", "hold",
         "nodes", "ntasks", "cpus-per-task", "partition", "gres", "time", "wait", "test-only", "kill-on-invalid-dep"];

    /// <summary>Null: the cluster's own.</summary>
    public string? Partition { get; init; }

    /// <summary>For units that run on a GPU.</summary>
    public string Gres { get; init; } = "gpu:1";

    /// <summary>Slurm's time limit of an array element; null: the partition's own.</summary>
    public string? Time { get; init; }

    /// <summary>Most elements of a stage that run at once; null: as many as Slurm lets.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Trained units of one array element, one after the other.</summary>
    public int UnitsPerJob { get; init; } = 1;

    /// <summary>More options of sbatch, NAME or NAME=VALUE.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <exception cref="Imaging.InputException">All that is wrong, at once.</exception>
    public void Check()
    {
        var faults = new Faults("the options of --launcher slurm");
        if (MaxParallel < 1) faults.Add($"--max-parallel: is {MaxParallel}; expected 1 or more");
        if (UnitsPerJob < 1) faults.Add($"--units-per-job: is {UnitsPerJob}; expected 1 or more");
        if (Time is not null && Minutes(Time) is not >= ShortestTime)
            faults.Add($"--time: is '{Time}'; expected {ShortestTime} minutes or more as Slurm writes it: MINUTES, HOURS:MINUTES:SECONDS, DAYS-HOURS or DAYS-HOURS:MINUTES");
        foreach (var (name, value) in new[] { ("--partition", Partition), ("--gres", Gres) })
            if (value is not null && (value.Length == 0 || value.Any(char.IsWhiteSpace))) faults.Add($"{name}: is '{value}'; expected one word");
        foreach (string option in More)
        {
            string name = option.Split('=')[0];
            if (name.Length == 0 || name.StartsWith('-') || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') || option.Any(char.IsControl))
                faults.Add($"--sbatch: is '{option}'; expected a long option of sbatch without its dashes, such as account=lab or mem=8G");
            else if (Ours.Contains(name)) faults.Add($"--sbatch: '{name}' is set by the program or has an option of its own");
        }
        faults.ThrowIfAny();
    }

    /// <summary>Minutes of a time limit as sbatch reads it; null where it cannot be read.</summary>
    static double? Minutes(string time)
    {
        string[] parts = time.Split('-');
        bool hasDays = parts.Length == 2;
        if (parts.Length > 2) return null;
        List<double?> fields = [.. parts[^1].Split(':').Select(Number)];
        double? days = hasDays ? Number(parts[0]) : 0;
        if (days is null || fields.Contains(null) || fields.Count > 3) return null;
        double At(int index) => index < fields.Count ? fields[index]!.Value : 0;
        return (days * 24 * 60) + (hasDays ? (At(0) * 60) + At(1) + (At(2) / 60)
            : fields.Count == 3 ? (At(0) * 60) + At(1) + (At(2) / 60)
            : At(0) + (At(1) / 60));
    }

    static double? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
