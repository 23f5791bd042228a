namespace SiteAdapt.Cli.Tests;

/// <summary>Waits for what a running process writes.</summary>
static class FolderWatch
{
    /// <summary>Longest time between two looks, in ms: a change in a folder that is itself new is not always told.</summary>
    const int Look = 50;

    /// <summary>Returns as soon as <paramref name="happened"/> holds; fails if the process ends before.</summary>
    public static void Until(string folder, SiteAdaptProcess process, Func<bool> happened)
    {
        using var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        while (!happened())
        {
            if (process.HasExited && !happened()) Assert.Fail($"the process ended too early: {process.Wait()}");
            watcher.WaitForChanged(WatcherChangeTypes.All, Look);
        }
    }
}
