namespace SiteAdapt.Serve;

/// <summary>
/// Short names of predicted files: the folders that tell them apart, then what a file's name adds to the case's. "masks/octl/p1_mask.nii.gz" and
/// "masks/mmtl/p1_left_mask.nii.gz" are "octl" and "mmtl: left".
/// </summary>
static class LayerNames
{
    /// <summary>Every mask is one; "desc" stands before its name in a BIDS derivative.</summary>
    static readonly string[] Fillers = ["mask", "seg", "desc"];

    /// <param name="files">Paths below the served folder, with "/", and what the case is called in each file's name.</param>
    /// <returns>In the same order; the whole path where nothing shorter is the file's alone.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<(string Path, string Case)> files)
    {
        string[][] folders = [.. files.Select(file => Folders(file.Path, file.Case))];
        int common = CommonStart(folders);
        string[] names = [.. files.Zip(folders, (file, folder) => Join(string.Join('/', folder[Math.Min(common, Math.Max(0, folder.Length - 1))..]), Rest(file.Path, file.Case)))];
        return [.. names.Select((name, i) => name.Length > 0 && names.Count(other => other == name) == 1 ? name : files[i].Path)];
    }

    /// <summary>Without those of the case itself: "sub-1/ses-2/anat" of a BIDS derivative.</summary>
    static string[] Folders(string path, string name)
    {
        string[] all = path.Split('/')[..^1], own = [.. name.Split('_'), "anat"];
        int count = all.Length;
        while (count > 0 && own.Contains(all[count - 1])) count--;
        return all[..count];
    }

    static int CommonStart(string[][] folders)
    {
        int common = 0;
        while (folders.Length > 0 && folders.All(folder => folder.Length > common && folder[common] == folders[0][common])) common++;
        return common;
    }

    static string Join(string folder, string rest) => (folder, rest) switch { ("", _) => rest, (_, "") => folder, _ => $"{folder}: {rest}" };

    /// <summary>What stands after the case's name: "left" of "p1_left_mask".</summary>
    static string Rest(string path, string name)
    {
        string stem = PredictedFiles.Stem(path);
        string[] words = stem[Math.Min(name.Length, stem.Length)..].Split(CaseNames.Joints, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Except(Fillers));
    }
}
