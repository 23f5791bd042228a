using System.Globalization;
using System.Text;

namespace SiteAdapt.Studies;

/// <summary>
/// The text of an array's script. It says everything but the jobs to wait for, so that it can also be given to sbatch by hand,
/// from its own folder.
/// </summary>
public static class SlurmScript
{
    /// <summary>Seconds before the time limit at which Slurm sends SIGUSR1; it may do so up to a minute earlier.</summary>
    const int SecondsToSave = 60;

    public static string Of(SlurmArray array, SlurmJobName name, SlurmSettings settings, SlurmCluster cluster, ProgramPath program, string unitsFolder)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(program);
        var text = new StringBuilder();
        text.Append("#!/bin/bash\n");
        text.Append(CultureInfo.InvariantCulture, $"# Written by 'study run'. Line K + 1 of {array.Key}.units names the units of array element K.\n");
        foreach (string option in Options(array, name, settings)) text.Append(CultureInfo.InvariantCulture, $"#SBATCH --{option}\n");
        text.Append(CultureInfo.InvariantCulture, $"""

            export OMP_WAIT_POLICY=passive
            units=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" {array.Key}.units)
            cd {Quoted(unitsFolder)} || exit

            """);
        string run = $"{string.Join(' ', program.Arguments.Prepend(program.File).Select(Quoted))} unit run $units";
        text.Append(cluster.RequeuesResumable ? $"exec {run}\n" : WithRequeue(run));
        return text.Replace("\r", "").ToString();
    }

    static IEnumerable<string> Options(SlurmArray array, SlurmJobName name, SlurmSettings settings)
    {
        string atOnce = settings.MaxParallel is { } most ? string.Create(CultureInfo.InvariantCulture, $"%{most}") : "";
        yield return $"job-name={name}";
        yield return $"comment={name}";
        yield return string.Create(CultureInfo.InvariantCulture, $"array=0-{array.Elements.Count - 1}{atOnce}");
        yield return $"output={array.Key}-%a.log";
        yield return "open-mode=append";
        yield return "nodes=1";
        yield return "ntasks=1";
        yield return string.Create(CultureInfo.InvariantCulture, $"cpus-per-task={array.Threads}");
        yield return "requeue";
        yield return string.Create(CultureInfo.InvariantCulture, $"signal=B:USR1@{SecondsToSave}");
        if (settings.Partition is { } partition) yield return $"partition={partition}";
        if (array.OnGpu) yield return $"gres={settings.Gres}";
        if (settings.Time is { } time) yield return $"time={time}";
        foreach (string more in settings.More) yield return more.Contains('=', StringComparison.Ordinal) ? $"{more[..more.IndexOf('=', StringComparison.Ordinal)]}={Value(more)}" : more;
    }

    /// <summary>
    /// The script stays and asks for the next turn itself. Only after SIGUSR1: of what else stops a unit, a requeue or a preemption
    /// comes back by itself, and a cancelled job must not. Slurm sends SIGTERM to every process of the job, so it is not passed on.
    /// </summary>
    static string WithRequeue(string run) => $"""
        # This cluster does not requeue what ends with exit code {UnitExit.Resumable} (saved, goes on), so the script does when the time limit was near.
        near=
        trap 'near=1; kill -USR1 "$program"' USR1
        trap : TERM
        {run} &
        program=$!
        wait "$program"
        while kill -0 "$program" 2>/dev/null; do wait "$program"; done
        wait "$program"
        code=$?
        if [ "$near" ] && [ "$code" = {UnitExit.Resumable} ]; then scontrol requeue "$SLURM_ARRAY_JOB_ID"_"$SLURM_ARRAY_TASK_ID"; fi
        exit "$code"

        """;

    static string Value(string option) => option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..] is var value && value.Any(char.IsWhiteSpace) ? $"\"{value}\"" : value;

    static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
