using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>What <see cref="SiteSimulation"/> shall make.</summary>
public sealed record SimulationSettings
{
    /// <summary>Folder for <c>manifest.csv</c> and one folder per site; made if it is not there.</summary>
    public required string Output { get; init; }

    public int Sites { get; init; } = 3;

    public int SubjectsPerSite { get; init; } = 12;

    /// <summary>Nominal voxel edge in millimetres; a site's own voxels are near it.</summary>
    public double Spacing { get; init; } = 1;

    public long Seed { get; init; } = 1;

    /// <summary>
    /// How far the sites are from their common centre: 0 all alike, 1 as their protocols say, more exaggerates. May be set
    /// by looking at no adaptation and at training on all target data, never at a method.
    /// </summary>
    public double Shift { get; init; } = 1;

    /// <summary>
    /// Folder of label maps (<c>.nii.gz</c> or <c>.nii</c>) with <c>t1_prior.tsv</c>, or null for procedural heads. Every
    /// site renders the same maps, the first <see cref="SubjectsPerSite"/> by name; the subject is the file's name.
    /// </summary>
    public string? LabelsFolder { get; init; }

    /// <summary>How many heads are made at once. The files do not depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <exception cref="InputException">Naming every setting out of range.</exception>
    public void Validate()
    {
        var faults = new Faults("site simulation");
        void Check(bool holds, string setting, object value, string expected)
        {
            if (holds) return;
            faults.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{setting} is {value}; expected {expected}"));
        }
        Check(!string.IsNullOrWhiteSpace(Output), "output", $"'{Output}'", "a folder to write to");
        Check(Sites is >= 1 and <= 1000, "sites", Sites, "1 to 1000");
        Check(SubjectsPerSite is >= 1 and <= 100_000, "subjects per site", SubjectsPerSite, "1 to 100000");
        Check(Spacing is >= 0.5 and <= 8, "spacing", Spacing, "0.5 to 8 mm");
        Check(Shift is >= 0 and <= 4, "shift", Shift, "0 to 4");
        Check(Parallelism >= 1, "parallelism", Parallelism, "1 or more");
        faults.ThrowIfAny();
    }
}

/// <summary>How far a simulation is.</summary>
/// <param name="Done">Scans written.</param>
/// <param name="Total">Scans wanted.</param>
/// <param name="Case">The scan that was written last.</param>
public sealed record SimulationProgress(int Done, int Total, string Case);
