using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>An array element in Slurm's queue.</summary>
/// <param name="Job">The array's job number.</param>
/// <param name="State">Slurm's word: PENDING, RUNNING, COMPLETING ...</param>
/// <param name="Reason">Slurm's word for why it waits.</param>
/// <param name="Node">Where it runs; empty while it waits.</param>
public sealed record SlurmElement(string Job, int Index, string State, string Reason, string Node, string User, SlurmJobName Name)
{
    public bool IsPending => State == "PENDING";

    /// <summary>As Slurm's programs take it.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Job}_{Index}");
}

/// <summary>The jobs of all studies in Slurm's queue; what is no longer in it has ended, however it did.</summary>
public static class SlurmQueue
{
    /// <summary>Free texts come last; other people's may hold the separator, ours do not.</summary>
    const string Format = "%F|%K|%T|%r|%N|%u|%j|%k";

    /// <exception cref="InputException">Slurm cannot be asked.</exception>
    public static IReadOnlyList<SlurmElement> Ask(ISlurm slurm)
    {
        ArgumentNullException.ThrowIfNull(slurm);
        // Pending elements a line each: short forms such as 5-900 are cut where they are long.
        var answer = slurm.Ask("squeue", ["--all", "--noheader", "--array", "--format", Format]);
        return answer.Code == 0 ? Parse(answer.Output) : throw new InputException($"squeue: cannot ask for the queue: {answer.Errors}");
    }

    public static IReadOnlyList<SlurmElement> Parse(string lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return [.. lines.Split('\n').Select(ParseLine).OfType<SlurmElement>()];
    }

    static SlurmElement? ParseLine(string line)
    {
        string[] cells = line.Split('|');
        return cells.Length == 8 && (SlurmJobName.Parse(cells[6]) ?? SlurmJobName.Parse(cells[7])) is { } name
            && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new SlurmElement(cells[0], index, cells[2], cells[3], cells[4], cells[5], name)
            : null;
    }
}
