using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Another process works in the run folder. Exit code 73.</summary>
public sealed class RunLockedException : Exception
{
    public RunLockedException(string message) : base(message) { }

    public RunLockedException(string message, Exception inner) : base(message, inner) { }

    public RunLockedException() { }
}

/// <summary>
/// The right to work in a run folder: an operating-system lock on an open file, which dies with its owner. The owner's
/// name stands in a file beside it, only for the message.
/// </summary>
public sealed class RunLock : IDisposable
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(10);
    const int Tries = 5;
    readonly FileStream held;

    RunLock(FileStream held) => this.held = held;

    /// <exception cref="RunLockedException">Somebody else has it.</exception>
    /// <exception cref="InputException">The file system, or the runtime as it is set up, knows no locks.</exception>
    public static RunLock Take(string folder) => Take(folder, OpenAlone);

    /// <param name="open">Opens the file for its caller alone.</param>
    internal static RunLock Take(string folder, Func<string, FileStream> open)
    {
        FileLayer.CreateFolder(folder);
        string path = Path.Combine(folder, ".lock"), owner = Path.Combine(folder, ".lock-owner");
        try
        {
            var held = Open(path, open);
            RequireLocks(held, path, open);
            Sign(held, owner);
            return new RunLock(held);
        }
        catch (IOException fault) when (IsHeldElsewhere(fault))
        {
            string who = File.Exists(owner) ? File.ReadAllText(owner) : "unknown";
            throw new RunLockedException($"{folder}: somebody else is working in this run folder ({who}). Wait until it is done, or use another --out.", fault);
        }
    }

    /// <summary>Takes the lock, waiting until its owner is done.</summary>
    /// <exception cref="OperationCanceledException">Asked to stop while waiting.</exception>
    public static RunLock Wait(string folder, CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return Take(folder);
            }
            catch (RunLockedException)
            {
                stop.WaitHandle.WaitOne(BetweenLooks);
            }
        }
    }

    /// <summary>
    /// Whether somebody works in the folder now. Looks with a shared lock and without asking for the right to write: several may look
    /// at once, and at a colleague's folder.
    /// </summary>
    public static bool IsHeld(string folder)
    {
        string path = Path.Combine(folder, ".lock");
        if (!File.Exists(path)) return false;
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (IOException fault) when (IsHeldElsewhere(fault))
        {
            return true;
        }
    }

    /// <summary>Tries for a moment: somebody who only looks (<see cref="IsHeld"/>) holds the file too, for as long as it takes to open and close it.</summary>
    static FileStream Open(string path, Func<string, FileStream> open)
    {
        for (int left = Tries; ; left--)
        {
            try
            {
                return open(path);
            }
            catch (IOException fault) when (left > 1 && IsHeldElsewhere(fault))
            {
                Thread.Sleep(BetweenTries);
            }
        }
    }

    static FileStream OpenAlone(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A lock that a second handle does not meet is none: where the runtime or the file system has no locks, opening succeeds all the same.</summary>
    static void RequireLocks(FileStream held, string path, Func<string, FileStream> open)
    {
        try
        {
            open(path).Dispose();
        }
        catch (IOException fault) when (IsHeldElsewhere(fault))
        {
            return;
        }
        catch
        {
            held.Dispose();
            throw;
        }
        held.Dispose();
        throw new InputException($"{path}: files cannot be locked here, so that two processes could write into this run folder at once. Use a folder on a file system with locks; "
            + "if the environment variable DOTNET_SYSTEM_IO_DISABLEFILELOCKING is set, take it away.");
    }

    static void Sign(FileStream held, string owner)
    {
        try
        {
            AtomicFile.WriteText(owner, JsonSerializer.Serialize(new { process = Environment.ProcessId, host = Environment.MachineName }));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>EAGAIN of flock on Linux, 35 on macOS, a sharing violation on Windows; a full disk is none of these.</summary>
    static bool IsHeldElsewhere(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);

    public void Dispose() => held.Dispose();
}
