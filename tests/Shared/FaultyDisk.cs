using SiteAdapt.Imaging;

namespace SiteAdapt.Testing;

/// <summary>What goes wrong with a disk.</summary>
public enum DiskTrouble
{
    /// <summary>The process is gone before the change: nothing after it happens either, no cleaning up.</summary>
    Crash,

    /// <summary>The same in the middle of a write.</summary>
    CrashInWrite,

    /// <summary>From this change on nothing can be created or written; renaming and deleting go on.</summary>
    DiskFull,

    /// <summary>The same, and the first write that fails has written a half.</summary>
    ShortWrite,

    /// <summary>This one change fails (EIO), whatever it is.</summary>
    Error,
}

/// <summary>The process has ended in the simulation; no code of the program knows this exception.</summary>
sealed class SimulatedCrashException(FileChange change, string path) : Exception($"crash at {change} of {path}");

/// <summary>A disk on which the n-th change fails; all changes are counted.</summary>
sealed class FaultyDisk(DiskTrouble trouble = DiskTrouble.Crash, int at = int.MaxValue) : IFileWatch
{
    const int NoSpace = 28, InputOutput = 5;
    readonly Lock gate = new();
    bool dead, full;

    /// <summary>Changes that were asked for, with what each was.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>The changes that some work makes, in their order.</summary>
    public static List<string> ChangesOf(Action work)
    {
        var disk = new FaultyDisk();
        disk.Under(work);
        return disk.Changes;
    }

    /// <summary>Does work on this disk; what it threw, or null.</summary>
    public Exception? Under(Action work)
    {
        FileLayer.Watch = this;
        try
        {
            work();
            return null;
        }
        catch (Exception fault) when (dead || fault is InputException or IOException)
        {
            return fault;
        }
        finally
        {
            FileLayer.Watch = null;
        }
    }

    public void Before(FileChange change, string path)
    {
        lock (gate)
        {
            bool struck = Strikes(change, path);
            bool needsRoom = change is FileChange.Create or FileChange.CreateFolder;
            if (full && (needsRoom || (struck && change is FileChange.Flush or FileChange.Rename))) throw Fault(NoSpace, path);
            if (struck && trouble == DiskTrouble.Error) throw Fault(InputOutput, path);
        }
    }

    public void Write(FileStream file, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            bool wasFull = full, struck = false;
            try
            {
                struck = Strikes(FileChange.Write, file.Name);
            }
            catch (SimulatedCrashException) when (trouble == DiskTrouble.CrashInWrite && Changes.Count == at)
            {
                file.Write(bytes[..(bytes.Length / 2)]);
                throw;
            }
            if (full && !wasFull && trouble == DiskTrouble.ShortWrite) file.Write(bytes[..(bytes.Length / 2)]);
            if (full) throw Fault(NoSpace, file.Name);
            if (struck && trouble == DiskTrouble.Error) throw Fault(InputOutput, file.Name);
            file.Write(bytes);
        }
    }

    /// <summary>Whether this change is the one that fails; once the process is gone, each is its end again.</summary>
    bool Strikes(FileChange change, string path)
    {
        if (dead) throw new SimulatedCrashException(change, path);
        Changes.Add($"{change} {Path.GetFileName(path)}");
        bool struck = Changes.Count == at;
        if (!struck) return false;
        dead = trouble is DiskTrouble.Crash or DiskTrouble.CrashInWrite;
        full = trouble is DiskTrouble.DiskFull or DiskTrouble.ShortWrite;
        if (dead) throw new SimulatedCrashException(change, path);
        return true;
    }

    /// <summary>In the runtime's words.</summary>
    static IOException Fault(int code, string path) => new($"{(code == NoSpace ? "No space left on device" : "Input/output error")} : '{path}'") { HResult = code };
}
