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

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(int option, int value);
}
