using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>The <c>README.txt</c> beside simulated data, which says what they are. One that somebody else wrote is never written over.</summary>
static class SimulationNote
{
    const string FileName = "README.txt";

    static readonly string[] Beginnings = [SiteSimulationNote.Beginning, ImageSimulationNote.Beginning, RadiographSimulationNote.Beginning];

    /// <summary>To be called before anything is made.</summary>
    /// <exception cref="InputException">There is such a file, and no simulation wrote it.</exception>
    public static void RequireNoOther(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (Directory.Exists(path) || (File.Exists(path) && TextFile.Read(path) is var text && !Beginnings.Any(ours => text.StartsWith(ours, StringComparison.Ordinal))))
            throw new InputException($"{path}: is there and is no note of a simulation, which would be written over it. Give another folder, or rename it.");
    }

    public static void Write(string folder, string text) => AtomicFile.WriteText(Path.Combine(folder, FileName), text);
}
