using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// Which name another program's file has for each tensor: a table of two columns separated by a tab, this program's name and the
/// file's. Two names that end in <c>*</c> stand for all that begin so (the longest fits first); names without a row stay as they are.
/// </summary>
public sealed class NameMap
{
    const string Folder = "names/", Extension = ".tsv";

    readonly Dictionary<string, string> exact = new(StringComparer.Ordinal);
    readonly List<(string Ours, string Theirs)> prefixes = [];

    NameMap() { }

    /// <summary>Every name is the same: PyTorch's.</summary>
    public static NameMap Identity { get; } = new();

    /// <summary>Tables that the program brings along.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
        [.. typeof(NameMap).Assembly.GetManifestResourceNames().Where(IsTable).Select(name => name[Folder.Length..^Extension.Length]).Order(StringComparer.Ordinal)];

    /// <summary>A shipped table's name, or a file.</summary>
    /// <exception cref="InputException">Naming every line that cannot be used.</exception>
    public static NameMap Load(string nameOrFile)
    {
        if (Shipped.Contains(nameOrFile))
        {
            using var reader = new StreamReader(typeof(NameMap).Assembly.GetManifestResourceStream(Folder + nameOrFile + Extension)!);
            return Parse(reader.ReadToEnd(), nameOrFile);
        }
        if (!File.Exists(nameOrFile))
            throw new InputException($"--names: '{nameOrFile}' is neither a table of this program ({string.Join(", ", Shipped)}) nor a file. Give one, or leave --names out where all names are PyTorch's.");
        return Parse(TextFile.Read(nameOrFile), nameOrFile);
    }

    /// <summary>Reads a table; <paramref name="source"/> stands in messages. Blank lines and lines that begin with # are comments.</summary>
    public static NameMap Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (map, faults, line) = (new NameMap(), new Faults(source), 0);
        foreach (string row in text.Split('\n').Select(row => row.TrimEnd('\r')))
        {
            line++;
            if (row.Trim().Length == 0 || row.StartsWith('#')) continue;
            if (map.Add(row.Split('\t')) is { } fault) faults.Add($"line {line}: {fault}");
        }
        faults.ThrowIfAny();
        return map;
    }

    /// <summary>The file's name of one of this program's tensors.</summary>
    public string NameInFile(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (exact.TryGetValue(name, out string? theirs)) return theirs;
        foreach (var (ours, other) in prefixes)
            if (name.StartsWith(ours, StringComparison.Ordinal)) return other + name[ours.Length..];
        return name;
    }

    /// <summary>The file's name -> this program's, for all given names of this program.</summary>
    /// <exception cref="InputException">Two tensors would have the same name in the file.</exception>
    public IReadOnlyDictionary<string, string> Reversed(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var reversed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names)
            if (!reversed.TryAdd(NameInFile(name), name))
                throw new InputException($"--names: {reversed[NameInFile(name)]} and {name} would both be '{NameInFile(name)}' in the file. Give each a row of its own.");
        return reversed;
    }

    string? Add(string[] columns)
    {
        if (columns is not [var ours, var theirs] || ours.Length == 0 || theirs.Length == 0)
            return $"has {columns.Length} columns; expected this program's name, a tab, the file's name";
        if (ours.EndsWith('*') != theirs.EndsWith('*')) return "has * at the end of one name only";
        if (ours.EndsWith('*'))
        {
            if (prefixes.Exists(prefix => prefix.Ours == ours[..^1])) return $"gives '{ours}' a second time";
            prefixes.Add((ours[..^1], theirs[..^1]));
            prefixes.Sort((a, b) => b.Ours.Length != a.Ours.Length ? b.Ours.Length.CompareTo(a.Ours.Length) : string.CompareOrdinal(a.Ours, b.Ours));
            return null;
        }
        return exact.TryAdd(ours, theirs) ? null : $"gives '{ours}' a second time";
    }

    static bool IsTable(string resource) => resource.StartsWith(Folder, StringComparison.Ordinal) && resource.EndsWith(Extension, StringComparison.Ordinal);
}
