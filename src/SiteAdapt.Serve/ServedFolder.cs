using SiteAdapt.Imaging;

namespace SiteAdapt.Serve;

/// <summary>
/// The one folder that is shown. Every name that comes from outside goes through <see cref="Find"/>, which follows symbolic links
/// by itself, part by part, and gives nothing that ends outside.
/// </summary>
sealed class ServedFolder
{
    const int MostLinks = 40;
    readonly string prefix;

    /// <exception cref="InputException">There is no such folder.</exception>
    public ServedFolder(string path)
    {
        string full = Path.GetFullPath(path);
        if (!Directory.Exists(full)) throw new InputException($"{path}: there is no such folder. Give the folder that your runs and studies are in.");
        Root = Path.TrimEndingDirectorySeparator(RealPath(full) ?? throw new InputException($"{path}: its symbolic links lead nowhere."));
        prefix = Path.EndsInDirectorySeparator(Root) ? Root : Root + Path.DirectorySeparatorChar;
    }

    /// <summary>Without symbolic links.</summary>
    public string Root { get; }

    /// <summary>The real path of a name below the root, written with '/'; null where it is no plain relative name, not there, or outside.</summary>
    public string? Find(string? relative)
    {
        if (string.IsNullOrEmpty(relative) || relative.Contains('\0')) return null;
        if (OperatingSystem.IsWindows() && relative.AsSpan().ContainsAny('\\', ':')) return null;
        if (relative.Split('/').Any(part => part is "" or "." or "..")) return null;
        return Inside(Path.Combine(Root, relative));
    }

    /// <summary>The same of a file: regular, and not empty. What has no length may be a pipe or a device, which would never end.</summary>
    public string? FindFile(string? relative) => Find(relative) is { } path && new FileInfo(path) is { Exists: true, Length: > 0 } ? path : null;

    /// <summary>The real path of a full path that a file of the folder names; null where it is outside or not there.</summary>
    public string? Inside(string full) =>
        RealPath(full) is { } real && (real == Root || real.StartsWith(prefix, StringComparison.Ordinal)) && Path.Exists(real) ? real : null;

    /// <summary>How a path of the folder is written in addresses.</summary>
    public string RelativeOf(string full) => Path.GetRelativePath(Root, full).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Null where links go round in circles.</summary>
    static string? RealPath(string full)
    {
        string root = Path.GetPathRoot(full)!, real = root;
        var parts = new Stack<string>(full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (int links = 0; parts.TryPop(out string? part);)
        {
            if (part == ".") continue;
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }
            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks) return null;
            if (Path.IsPathRooted(target)) real = root = Path.GetPathRoot(target)!;
            foreach (string piece in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse()) parts.Push(piece);
        }
        return real;
    }
}
