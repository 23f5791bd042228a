namespace SiteAdapt.Cli;

/// <summary>Programs of others that some verbs start.</summary>
static class Programs
{
    /// <param name="path">Folders as in PATH, which it is by default.</param>
    public static IEnumerable<Finding> Of(string? path = null)
    {
        yield return Program(path, "sbatch", "Slurm", "for 'study run --launcher slurm', on a cluster's login node");
        yield return Program(path, "dcm2niix", "dcm2niix", "for DICOM series of MR and CT; Debian and Ubuntu: apt install dcm2niix");
        yield return Program(path, "dcmdump", "DCMTK", "for DICOM radiographs; Debian and Ubuntu: apt install dcmtk");
    }

    /// <summary>Full path of a program on PATH; null where there is none.</summary>
    public static string? Find(string name, string? folders = null) => (folders ?? Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    static Finding Program(string? folders, string file, string name, string purpose) =>
        Find(file, folders) is { } path ? new Finding(name, FindingState.Ok, path) : new Finding(name, FindingState.Absent, "not on PATH", purpose);
}
