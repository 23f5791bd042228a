namespace SiteAdapt.Imaging;

/// <summary>
/// Every change that the program makes to files whose loss would matter, one call each. A test sets <see cref="Watch"/> to make any
/// of them fail; where nobody watches, the calls are those of the runtime.
/// </summary>
public static class FileLayer
{
    const int BufferSize = 1 << 16;
    static readonly AsyncLocal<IFileWatch?> watch = new();

    /// <summary>Who is asked before each change in this flow of control and what it starts; normally nobody.</summary>
    public static IFileWatch? Watch { get => watch.Value; set => watch.Value = value; }

    /// <summary>Creates a folder and those above it where they are not there.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        Watch?.Before(FileChange.CreateFolder, path);
        Directory.CreateDirectory(path);
    }

    /// <summary>Creates a new file.</summary>
    public static NewFile Create(string path)
    {
        Watch?.Before(FileChange.Create, path);
        return new NewFile(path, Watch, BufferSize);
    }

    /// <summary>Gives a file its name; one that had it is replaced.</summary>
    public static void Move(string from, string to)
    {
        Watch?.Before(FileChange.Rename, to);
        File.Move(from, to, overwrite: true);
    }

    /// <summary>Gives a file a name that is free.</summary>
    /// <exception cref="IOException">A file has the name.</exception>
    public static void MoveNew(string from, string to)
    {
        Watch?.Before(FileChange.Rename, to);
        File.Move(from, to, overwrite: false);
    }

    public static void MoveFolder(string from, string to)
    {
        Watch?.Before(FileChange.Rename, to);
        Directory.Move(from, to);
    }

    public static void Delete(string path)
    {
        Watch?.Before(FileChange.Delete, path);
        File.Delete(path);
    }

    /// <summary>Takes a folder away as a whole: renamed first, so that half of it never stands under its name.</summary>
    public static void DeleteFolder(string path)
    {
        string leaving = path;
        if (!path.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal))
        {
            leaving = path + AtomicFile.PartialSuffix;
            if (Directory.Exists(leaving)) DeleteTree(leaving);
            MoveFolder(path, leaving);
        }
        DeleteTree(leaving);
    }

    static void DeleteTree(string path)
    {
        bool isLink = File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint); // What is behind it is somebody else's.
        foreach (string file in isLink ? [] : Directory.GetFiles(path)) Delete(file);
        foreach (string folder in isLink ? [] : Directory.GetDirectories(path)) DeleteTree(folder);
        Watch?.Before(FileChange.Delete, path);
        Directory.Delete(path);
    }

    /// <summary>Brings the names in a folder to the disk, so that a later change cannot outlive an earlier one when the power fails.</summary>
    public static void FlushFolder(string path)
    {
        Watch?.Before(FileChange.Flush, path);
        FolderFlush.Of(path);
    }
}

/// <summary>A kind of change on disk.</summary>
public enum FileChange
{
    CreateFolder,
    Create,
    Write,
    Flush,
    Rename,
    Delete,
}

/// <summary>Asked before every change on disk; throws to make it fail.</summary>
public interface IFileWatch
{
    void Before(FileChange change, string path);

    /// <summary>Writes <paramref name="bytes"/> to the file, or a part of them before it throws.</summary>
    void Write(FileStream file, ReadOnlySpan<byte> bytes);
}
