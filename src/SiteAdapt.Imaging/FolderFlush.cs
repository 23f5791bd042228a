using System.Runtime.InteropServices;

namespace SiteAdapt.Imaging;

/// <summary>fsync of a folder, which the runtime does not offer. Windows has nothing like it and needs none.</summary>
static partial class FolderFlush
{
    /// <summary>A file system that cannot do it (some network ones) is no reason to stop.</summary>
    public static void Of(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int handle = Open(folder, flags: 0);
        if (handle < 0) return;
        _ = Sync(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
