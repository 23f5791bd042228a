using System.Text.RegularExpressions;

namespace SiteAdapt.Data;

/// <summary>
/// One folder per site below a folder. An image's label has the same name and <c>_mask</c>, <c>_brainmask</c>, <c>_seg</c>, <c>_segmentation</c>,
/// <c>_label</c>, <c>_gland</c> or <c>_ss</c>, or lies under the image's own name in a folder <c>masks</c>, <c>labels</c> or <c>segmentations</c>
/// of the site; the image's name may have more behind it, as in <c>p1_T1w</c> and <c>p1_mask</c>, where only one has. The subject is
/// <c>sub-XX</c> where the name (or a folder on the way) has it, else the name up to <c>_ses</c>, <c>_study</c>,
/// <c>_session</c>, <c>_visit</c> or <c>_run</c>, else the whole name.
/// </summary>
public static partial class FolderLayout
{
    [GeneratedRegex(@"sub-[A-Za-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex BidsSubject();

    [GeneratedRegex(@"^(?<subject>.+?)[_-](?<session>(ses|session|study|visit|run)[-_]?[A-Za-z0-9]*)(_.*)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SessionPart();

    /// <summary>Finds the cases of every site; an image without label becomes a case without one.</summary>
    public static ImportResult Import(string folder, FolderNames? names = null)
    {
        List<string> notUnderstood = [], remarks = [];
        var cases = new List<Case>();
        string root = Path.GetFullPath(folder);
        foreach (var site in ImageFiles.Find(root).GroupBy(f => SiteOf(root, f.Path)))
        {
            if (site.Key is null) notUnderstood.AddRange(site.Select(f => $"{f.Path}: lies in no site's folder"));
            else AddSite(Path.Combine(root, site.Key), site.Key, [.. site], names ?? FolderNames.Plain, cases, notUnderstood);
        }
        if (cases.Count == 0) throw ImageFiles.Nothing(folder, "a folder per site with images (.nii.gz, .nii, .img)", notUnderstood);
        Remark(cases, remarks);
        if (ImageFiles.Others(root) is { } others) remarks.Add(others);
        return new ImportResult(MakeIdsUnique(cases), notUnderstood, remarks);
    }

    /// <summary>The cases of a folder that holds the scans of one site, however deep.</summary>
    internal static ImportResult ImportSite(string folder)
    {
        List<string> notUnderstood = [];
        var cases = new List<Case>();
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        AddSite(root, "given", [.. ImageFiles.Find(root)], FolderNames.Plain, cases, notUnderstood);
        if (cases.Count == 0) throw ImageFiles.Nothing(folder, "images (.nii.gz, .nii, .img), each with its label beside it (_mask, _seg, _label, ...)", notUnderstood);
        return new ImportResult(MakeIdsUnique(cases), notUnderstood, []);
    }

    static string? SiteOf(string root, string path)
    {
        string[] parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : null;
    }

    static void AddSite(string folder, string site, (string Path, string Stem)[] files, FolderNames names, List<Case> cases, List<string> notUnderstood)
    {
        var labels = new FolderLabels(folder, files);
        foreach ((string path, string stem) in labels.Images)
        {
            string[] found = [.. labels.Of(path)];
            notUnderstood.AddRange(found.Skip(1).Select(other => $"{other}: another label of {path}, which has {found[0]}"));
            cases.Add(CaseOf(folder, site, path, stem, found.FirstOrDefault(), names));
        }
        notUnderstood.AddRange(labels.Lost.Select(lost => $"{lost.Path}: a label, but the site has no image '{lost.Stem}', or several that it may be of"));
    }

    static Case CaseOf(string siteFolder, string site, string path, string stem, string? label, FolderNames names)
    {
        Match session = SessionPart().Match(stem);
        Match bids = BidsSubject().Match(Path.GetRelativePath(siteFolder, path));
        string? own = names.SubjectFolders && Path.GetRelativePath(siteFolder, path).Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : null;
        string subject = own ?? (bids.Success ? bids.Value : session.Success ? session.Groups["subject"].Value : stem);
        return new Case
        {
            Id = ImageFiles.CleanName(own is null || stem.StartsWith(own, StringComparison.Ordinal) ? stem : $"{own}_{stem}"),
            Subject = ImageFiles.CleanName(names.Subjects == SubjectNames.PerSite ? $"{site}_{subject}" : subject),
            Site = ImageFiles.CleanName(site),
            Image = path,
            Label = label,
            Session = session.Success ? session.Groups["session"].Value : null,
        };
    }

    static void Remark(List<Case> cases, List<string> remarks)
    {
        int bare = cases.Count(c => c.Label is null);
        if (bare > 0) remarks.Add($"{bare} of {cases.Count} images have no label");
        string[] everywhere = [.. cases.Where(c => c.Subject == Path.GetFileName(c.Image).Split('.')[0]).GroupBy(c => (c.Site, c.Subject)).Where(g => g.Count() > 1).Select(g => $"{g.Count()} of {g.Key.Site} called {g.Key.Subject}")];
        if (everywhere.Length > 0)
            remarks.Add($"images of the same name in different folders are taken for one subject ({string.Join(", ", everywhere.Take(5))}{(everywhere.Length > 5 ? ", ..." : "")}); " +
                "if each subject has a folder of its own, import with --subject-folders");
        string[] shared = [.. cases.GroupBy(c => c.Subject).Where(g => g.Select(c => c.Site).Distinct().Count() > 1).Select(g => g.Key)];
        if (shared.Length > 0)
            remarks.Add($"{shared.Length} subject names are found at more than one site ({string.Join(", ", shared.Take(5))}{(shared.Length > 5 ? ", ..." : "")}) " +
                "and taken for the same persons; if each site numbers its own subjects, import with --subjects-per-site");
    }

    static List<Case> MakeIdsUnique(List<Case> cases)
    {
        HashSet<string> twice = [.. cases.GroupBy(c => c.Id).Where(g => g.Count() > 1).Select(g => g.Key)];
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. cases.Select(c => twice.Contains(c.Id) ? c with { Id = Numbered($"{c.Site}_{c.Id}") } : c)];

        string Numbered(string id)
        {
            used[id] = used.GetValueOrDefault(id) + 1;
            return used[id] == 1 ? id : $"{id}_{used[id]}";
        }
    }
}
