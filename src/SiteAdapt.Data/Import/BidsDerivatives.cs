using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A mask below <c>derivatives</c>.</summary>
/// <param name="Derivative">The folder that it is from, as written after <c>derivatives/</c>.</param>
sealed record BidsMask(string Path, BidsName Name, string Derivative);

/// <summary>
/// Which derivatives labels are taken from: the one that is asked for, or else all that this program did not predict itself.
/// Where these have masks of one image more than once, it must be said which is meant.
/// </summary>
static class BidsDerivatives
{
    public const string Folder = "derivatives";

    /// <summary>The nearest folder above a file with a description, else the first below <c>derivatives</c>; empty for a file that lies in none.</summary>
    public static string Of(string root, string file)
    {
        string all = Path.Combine(root, Folder), first = "";
        for (string? folder = Path.GetDirectoryName(file); folder is not null && folder.Length > all.Length; folder = Path.GetDirectoryName(folder))
        {
            first = folder;
            if (File.Exists(Path.Combine(folder, BidsDescription.FileName))) break;
        }
        return first.Length == 0 ? "" : Path.GetRelativePath(all, first).Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <param name="asked">The name of a derivative; null: whatever others made.</param>
    /// <exception cref="InputException">There is no derivative of that name with such masks.</exception>
    public static List<BidsMask> Choose(string root, IReadOnlyList<BidsMask> masks, string? asked, string ending, List<string> remarks)
    {
        if (asked is null) return [.. masks.GroupBy(mask => mask.Derivative).Where(group => IsReference(root, group.Key, group.Count(), remarks)).SelectMany(group => group)];
        string name = asked.TrimEnd('/');
        if (name.StartsWith(Folder + "/", StringComparison.Ordinal)) name = name[(Folder.Length + 1)..];
        List<BidsMask> chosen = [.. masks.Where(mask => mask.Derivative == name)];
        if (chosen.Count == 0)
            throw new InputException($"--derivative: there are no masks ending in _{ending} in '{Folder}/{name}'; {(masks.Count == 0 ? $"nor in any other folder below {Path.Combine(root, Folder)}" : $"there are in {Named(masks)}")}.");
        if (IsOurs(root, name, remarks)) remarks.Add($"the masks in {Folder}/{name} were predicted by this program: scores against them say how alike two models are, not how good one is");
        return chosen;
    }

    static bool IsReference(string root, string name, int masks, List<string> remarks)
    {
        if (!IsOurs(root, name, remarks)) return true;
        remarks.Add($"{masks} masks in {Folder}/{name} were left out: this program predicted them, so they are no reference. --derivative {name} takes them all the same");
        return false;
    }

    /// <summary>A description that cannot be read is somebody else's, who may allow nobody to mend it: this program writes whole ones.</summary>
    static bool IsOurs(string root, string name, List<string> remarks)
    {
        try
        {
            return BidsDescription.IsOurs(Path.Combine(root, Folder, name));
        }
        catch (InputException fault)
        {
            remarks.Add($"the masks in {Folder}/{name} are taken for another program's: {fault.Message}");
            return false;
        }
    }

    /// <exception cref="InputException">Two derivatives have a mask of the same image.</exception>
    public static void RequireOne(string image, BidsMask one, BidsMask other, IReadOnlyList<BidsMask> masks)
    {
        if (one.Derivative != other.Derivative)
            throw new InputException($"--derivative: '{image}' has a mask in {Folder}/{one.Derivative} and one in {Folder}/{other.Derivative}. Say which shall be the reference; there are {Named(masks)}.");
    }

    /// <summary>"bet (12), manual (10)".</summary>
    static string Named(IEnumerable<BidsMask> masks) => string.Join(", ", masks.CountBy(mask => mask.Derivative).Select(group => $"{(group.Key.Length == 0 ? "the folder itself" : group.Key)} ({group.Value})"));
}
