namespace SiteAdapt.Data;

/// <summary>What <see cref="ImageSimulation"/> shall make.</summary>
public sealed record ImageSimulationSettings
{
    /// <summary>Folder for <c>manifest.csv</c>, <c>README.txt</c> and one folder per site; made if it is not there.</summary>
    public required string Output { get; init; }

    /// <summary>A folder of scans with their labels beside them, or a manifest.</summary>
    public required string Images { get; init; }

    public int Sites { get; init; } = 3;

    /// <summary>Subjects of each site; null deals out all that there are.</summary>
    public int? SubjectsPerSite { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>How far the sites are apart: 0 all alike, 1 as their protocols say, more exaggerates.</summary>
    public double Shift { get; init; } = 1;

    /// <summary>How many scans are made at once. The files do not depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <exception cref="Imaging.InputException">Naming every setting out of range.</exception>
    public void Validate()
    {
        var faults = new Faults("site simulation from given scans");
        void Check(bool holds, string message)
        {
            if (!holds) faults.Add(message);
        }
        Check(!string.IsNullOrWhiteSpace(Output), $"output is '{Output}'; expected a folder to write to");
        Check(Sites is >= 1 and <= 1000, $"sites is {Sites}; expected 1 to 1000");
        Check(SubjectsPerSite is null or >= 1, $"subjects per site is {SubjectsPerSite}; expected 1 or more");
        Check(Shift is >= 0 and <= 4, FormattableString.Invariant($"shift is {Shift}; expected 0 to 4"));
        Check(Parallelism >= 1, $"parallelism is {Parallelism}; expected 1 or more");
        string input = Directory.Exists(Images) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(Images)) + Path.DirectorySeparatorChar : "";
        Check(input.Length == 0 || !(Path.GetFullPath(Output) + Path.DirectorySeparatorChar).StartsWith(input, StringComparison.Ordinal),
            $"output is {Output}, which lies in the folder of the given scans; expected another folder, so that no simulated scan is taken for a given one");
        faults.ThrowIfAny();
    }
}
