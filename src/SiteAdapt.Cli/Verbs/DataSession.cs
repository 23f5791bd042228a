using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>Opens a manifest with its cache, says its warnings, and shows progress while cases are prepared.</summary>
static class DataSession
{
    const string CacheFolder = ".siteadapt-cache";

    public static TrainingData Open(FileInfo manifest, SplitRecord split, TaskSettings task, string? cache, CancellationToken stop, bool skipUnreadable = false)
    {
        var read = Manifest.Read(manifest.FullName);
        foreach (string warning in read.Warnings) Output.Warn(warning);
        var progress = new ProgressLine("preparing cases");
        var data = new TrainingData(read, split, task, Cache(manifest, cache))
        {
            SkipUnreadable = skipUnreadable,
            Note = Output.Note,
            Skipped = image => Output.Warn($"left out: {image.Case.Image} (case '{image.Case.Id}'): {image.Reason}"),
            Preparing = (done, total, name) =>
            {
                progress.Report(done, total, name);
                stop.ThrowIfCancellationRequested(); // What is prepared is kept: the same command goes on from there.
            },
        };
        foreach (string note in data.Split.Notes) Output.Note(note);
        return data;
    }

    public static PreparedCache Cache(FileInfo manifest, string? folder)
    {
        string path = folder ?? Path.Combine(manifest.DirectoryName!, CacheFolder);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"{path}: prepared cases cannot be kept there ({fault.Message}). Give a folder that can be written with --cache.", fault);
        }
        return new PreparedCache(path);
    }
}
