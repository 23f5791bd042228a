namespace SiteAdapt.Imaging;

/// <summary>What an <see cref="IOException"/> means.</summary>
public static class DiskFault
{
    // ENOSPC and EDQUOT of Linux, EDQUOT of macOS, ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
    const int NoSpace = 28, Quota = 122, MacQuota = 69, HandleDiskFull = unchecked((int)0x80070027), DiskFull = unchecked((int)0x80070070);

    /// <summary>Whether there is no room left, on the disk or in the user's quota.</summary>
    public static bool IsFull(Exception fault) => fault is IOException { HResult: NoSpace or DiskFull or HandleDiskFull or Quota or MacQuota };

    /// <summary>The same fault with the file that was to be written; <see cref="IsFull"/> still knows it.</summary>
    internal static IOException Of(string path, IOException fault) => new(
        IsFull(fault) ? $"{path}: cannot be written, because no space is left on the disk" : $"{path}: cannot be written: {fault.Message}", fault) { HResult = fault.HResult };
}
