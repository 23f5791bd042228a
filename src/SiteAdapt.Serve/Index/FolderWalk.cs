using System.IO.Enumeration;

namespace SiteAdapt.Serve;

/// <summary>A unit of a study, as its folder looks from outside.</summary>
sealed record FoundUnit(string Folder, bool Done, bool Failed);

/// <summary>What lies below a folder, by names alone: no file is opened. Paths are full.</summary>
sealed record FoundFiles(
    IReadOnlyList<string> Runs, IReadOnlyList<FoundUnit> Units, IReadOnlyList<string> Yaml, IReadOnlyList<string> Csv, IReadOnlyList<string> Images, IReadOnlyList<string> Json, bool Complete);

/// <summary>
/// Walks a folder. Linked folders, hidden ones (caches, locks) and the inside of runs (checkpoints, events) are left out; so is
/// what lies beyond <see cref="MostEntries"/> names or <see cref="Deepest"/> levels.
/// </summary>
sealed class FolderWalk
{
    internal const int MostEntries = 400_000, Deepest = 16;
    const string RunFile = "run.json", UnitFile = "unit.json";
    static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };
    readonly List<string> runs = [], yaml = [], csv = [], images = [], json = [];
    readonly List<FoundUnit> units = [];
    int seen;
    bool cut;

    public static FoundFiles Of(string root)
    {
        var walk = new FolderWalk();
        walk.Visit(root, 0);
        foreach (var list in new[] { walk.runs, walk.yaml, walk.csv, walk.images, walk.json }) list.Sort(StringComparer.Ordinal);
        return new FoundFiles(walk.runs, walk.units, walk.yaml, walk.csv, walk.images, walk.json, !walk.cut);
    }

    public static bool IsImage(string name) => Ends(name, ".nii") || Ends(name, ".nii.gz");

    /// <summary>Kinds that a browser shows by itself.</summary>
    public static bool IsRadiograph(string name) => Ends(name, ".png") || Ends(name, ".jpg") || Ends(name, ".jpeg");

    static bool Ends(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    void Visit(string folder, int depth)
    {
        if (cut |= depth > Deepest || seen > MostEntries) return;
        List<string> folders = [];
        HashSet<string> files = new(StringComparer.Ordinal);
        foreach (var (name, isFolder) in Entries(folder))
        {
            seen++;
            if (name.StartsWith('.')) continue;
            if (isFolder) folders.Add(name);
            else files.Add(name);
        }
        bool isUnit = files.Contains(UnitFile);
        if (isUnit) units.Add(new FoundUnit(folder, files.Contains("done.json"), files.Contains("failed.json")));
        if (files.Contains(RunFile) && !Path.GetFileName(folder.AsSpan()).StartsWith("last-") && !Path.GetFileName(folder.AsSpan()).StartsWith("best-"))
        {
            runs.Add(folder);
            json.AddRange(files.Where(name => Ends(name, ".json")).Select(name => Path.Combine(folder, name))); // 'evaluate --out' may have been told to write there
            return;
        }
        foreach (string name in files) Note(folder, name, isUnit);
        foreach (string name in folders.Order(StringComparer.Ordinal)) Visit(Path.Combine(folder, name), depth + 1);
    }

    void Note(string folder, string name, bool isUnit)
    {
        var list = Ends(name, ".yaml") || Ends(name, ".yml") ? yaml : Ends(name, ".csv") ? csv : IsImage(name) ? images : Ends(name, ".json") && !isUnit ? json : null;
        list?.Add(Path.Combine(folder, name));
    }

    /// <summary>A linked folder is neither walked nor a file, and of linked files only images count: where they end is looked at when they are opened.</summary>
    static FileSystemEnumerable<(string Name, bool IsFolder)> Entries(string folder) => new(folder,
        (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), Everything)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            (entry.Attributes & FileAttributes.ReparsePoint) == 0 || (!entry.IsDirectory && IsImage(entry.FileName.ToString())),
    };
}
