namespace SiteAdapt.Data;

/// <summary>What <see cref="RadiographSimulation"/> shall make.</summary>
public sealed record RadiographSimulationSettings
{
    public const int DefaultSubjects = 100, DefaultSize = 224;

    /// <summary>Folder for <c>manifest.csv</c>, <c>README.txt</c> and one folder per site; made if it is not there.</summary>
    public required string Output { get; init; }

    public int Sites { get; init; } = 2;

    public int SubjectsPerSite { get; init; } = DefaultSubjects;

    /// <summary>Pixels along each edge of an image.</summary>
    public int Size { get; init; } = DefaultSize;

    public long Seed { get; init; } = 1;

    /// <summary>How far the sites are from their common centre: 0 all alike but for patients and labels, 1 as their protocols say.</summary>
    public double Shift { get; init; } = 1;

    /// <summary>How many people are imaged at once. The files do not depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <exception cref="Imaging.InputException">Naming every setting out of range.</exception>
    public void Validate()
    {
        var faults = new Faults("simulation of radiographs");
        void Check(bool holds, FormattableString message)
        {
            if (!holds) faults.Add(FormattableString.Invariant(message));
        }
        Check(!string.IsNullOrWhiteSpace(Output), $"output is '{Output}'; expected a folder to write to");
        Check(Sites is >= 1 and <= 1000, $"sites is {Sites}; expected 1 to 1000");
        Check(SubjectsPerSite is >= 1 and <= 100_000, $"subjects per site is {SubjectsPerSite}; expected 1 to 100000");
        Check(Size is >= 32 and <= 1024, $"size is {Size}; expected 32 to 1024 pixels");
        Check(Shift is >= 0 and <= 4, $"shift is {Shift}; expected 0 to 4");
        Check(Parallelism >= 1, $"parallelism is {Parallelism}; expected 1 or more");
        faults.ThrowIfAny();
    }
}
