using System.Runtime.InteropServices;

namespace SiteAdapt.Learning;

/// <summary>
/// Tunes glibc's malloc for training: activations of some megabytes are freed and asked for again at every step, and by default
/// each goes back to the system and comes again page by page. With the thresholds raised the process keeps them: those of its
/// first thread, since the arenas that other threads have consist of pieces of 64 MB, and what is larger is always mapped anew.
/// </summary>
static partial class Allocator
{
    // Names and numbers of glibc's malloc.h.
    const int TrimThreshold = -1, MmapThreshold = -3, Never = -1;
    const long Much = 128 << 20;

    /// <summary>Whether the tuning took effect; false on other systems and C libraries, where nothing was done.</summary>
    public static bool KeepLargeBlocks()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return Set(MmapThreshold, 1 << 30) != 0 && Set(TrimThreshold, Never) != 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // musl has no mallopt
        }
    }

    /// <summary>
    /// Frees the native memory of managed objects that were made since the last collection and that nobody holds any more. Every call into TorchSharp leaves some bytes to the garbage collector (a callback for a shape, for instance);
    /// they lie between the activations, and while they are there malloc cannot join the free blocks around them: the heap grows from step to step.
    /// </summary>
    public static void FreeUnheld()
    {
        GC.Collect(generation: 0);
        GC.WaitForPendingFinalizers();
    }

    /// <summary>
    /// Gives back to the system what preparing data has left behind: volumes that nobody holds any more, and the pages of native blocks that were freed. Only where it
    /// is much, for it takes a moment.
    /// </summary>
    public static void GiveBack()
    {
        if (GC.GetGCMemoryInfo().TotalCommittedBytes < Much && GC.GetTotalMemory(forceFullCollection: false) < Much) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // musl keeps nothing back
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(int option, int value);
}
