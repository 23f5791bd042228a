using System.Text.RegularExpressions;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// What a killed process left half-written in a run folder. Only names that this program gives, only in the folders that a run writes,
/// and never through a link: everything else that is called <c>.partial</c> is somebody else's.
/// </summary>
static partial class RunLeftovers
{
    /// <summary>Removes it; the caller holds the run's lock.</summary>
    public static void Remove(string run)
    {
        string checkpoints = Path.Combine(run, RunFolder.CheckpointFolder);
        foreach (string folder in new[] { run, checkpoints, Path.Combine(run, FeatureRow.Folder) })
        {
            if (!Directory.Exists(folder) || (folder != run && IsLink(folder))) continue;
            foreach (string file in Leftovers.In(folder)) FileLayer.Delete(file);
        }
        string events = Path.Combine(run, MetricLog.EventFolder + AtomicFile.PartialSuffix);
        if (Directory.Exists(events) && !IsLink(events)) FileLayer.DeleteFolder(events);
        if (!Directory.Exists(checkpoints) || IsLink(checkpoints)) return;
        foreach (string folder in Directory.EnumerateDirectories(checkpoints, "*" + AtomicFile.PartialSuffix, Leftovers.NoLinks).Where(path => CheckpointName.IsMatch(Path.GetFileName(path))).ToList()) FileLayer.DeleteFolder(folder);
    }

    static bool IsLink(string folder) => File.GetAttributes(folder).HasFlag(FileAttributes.ReparsePoint);

    /// <summary>A checkpoint that was being written, or taken away.</summary>
    [GeneratedRegex(@"^(last|best)-[0-9]{7,}(\.replaced)?\.partial$", RegexOptions.CultureInvariant)]
    static partial Regex CheckpointName { get; }
}
