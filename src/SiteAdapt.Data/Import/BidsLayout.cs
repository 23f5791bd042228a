using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>What an import of a BIDS data set looks for.</summary>
/// <param name="Image">Suffix of the images, such as T1w or FLAIR.</param>
/// <param name="Mask">What a mask's name ends with, below <c>derivatives</c>.</param>
/// <param name="SiteColumn">Column of <c>participants.tsv</c> that names the site, in any letter case.</param>
/// <param name="Derivative">The folder below <c>derivatives</c> that masks are taken from; null: all but this program's own.</param>
public sealed record BidsOptions(string Image = "T1w", string Mask = "desc-brain_mask", string SiteColumn = "site", string? Derivative = null);

/// <summary>
/// A data set of the Brain Imaging Data Structure (BIDS 1.9): images <c>sub-XX/[ses-YY/]anat/*_T1w.nii.gz</c>, masks of the same
/// entities below <c>derivatives</c> (<see cref="BidsDerivatives"/>), sites, ages and sexes in <c>participants.tsv</c>, scanners in the image's own JSON file.
/// </summary>
public static class BidsLayout
{
    static readonly string[] OwnSpaces = ["orig", "native", "T1w", "individual"];

    // Of a mask's entities these say which image it is of.
    static readonly string[] Identity = ["sub", "ses", "acq", "ce", "rec", "run"];

    /// <summary>Finds the cases; an image without mask becomes a case without label.</summary>
    public static ImportResult Import(string folder, BidsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string root = Path.GetFullPath(folder);
        List<string> notUnderstood = [], remarks = [];
        var (images, masks) = (new List<(string Path, BidsName Name)>(), new List<BidsMask>());
        foreach (var (path, stem) in ImageFiles.Find(root))
        {
            string[] parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
            bool derived = parts[0] == BidsDerivatives.Folder;
            if (parts[0] is "sourcedata" or "code" || (!derived && !parts.Contains("anat")) || (derived && !stem.EndsWith("_" + options.Mask, StringComparison.Ordinal))) continue;
            if (BidsName.Parse(stem) is not { } name) notUnderstood.Add($"{path}: the name is not of BIDS' form sub-XX_..._SUFFIX");
            else if (derived) masks.Add(new BidsMask(path, name, BidsDerivatives.Of(root, path)));
            else if (name.Suffix == options.Image) images.Add((path, name));
        }
        if (images.Count == 0) throw ImageFiles.Nothing(folder, $"sub-XX/anat/sub-XX_..._{options.Image}.nii.gz", notUnderstood);
        var people = BidsParticipants.Read(root, options.SiteColumn, images.Select(image => image.Name.Subject).Distinct());
        var labels = Assign(BidsDerivatives.Choose(root, masks, options.Derivative, options.Mask, remarks), images, notUnderstood);
        Case[] cases = [.. images.Select(image => CaseOf(image.Path, image.Name, labels.GetValueOrDefault(image.Path)?.Path, people[image.Name.Subject]))];
        int bare = cases.Count(one => one.Label is null);
        if (bare > 0) remarks.Add($"{bare} of {cases.Length} images have no mask (derivatives/.../sub-XX_..._{options.Mask}.nii.gz)");
        return new ImportResult(cases, notUnderstood, remarks);
    }

    /// <summary>Image -> its mask: one in the image's own space whose entities agree.</summary>
    static Dictionary<string, BidsMask> Assign(List<BidsMask> masks, List<(string Path, BidsName Name)> images, List<string> notUnderstood)
    {
        var labels = new Dictionary<string, BidsMask>();
        foreach (var mask in masks)
        {
            var (path, name) = (mask.Path, mask.Name);
            List<string> of = [.. images.Where(image => Identity.All(key => name[key] is null || name[key] == image.Name[key])).Select(image => image.Path)];
            if (name["space"] is { } space && !OwnSpaces.Contains(space)) notUnderstood.Add($"{path}: a mask in the space '{space}', not on the image's own grid");
            else if (of.Count == 0) notUnderstood.Add($"{path}: a mask, but there is no image of the same subject, session and run");
            else if (of.Count > 1) notUnderstood.Add($"{path}: a mask of {of.Count} images at once ({Path.GetFileName(of[0])}, {Path.GetFileName(of[1])}); its name must say which");
            else if (!labels.TryAdd(of[0], mask))
            {
                BidsDerivatives.RequireOne(of[0], labels[of[0]], mask, masks);
                notUnderstood.Add($"{path}: another mask of {of[0]}, which has {labels[of[0]].Path}");
            }
        }
        return labels;
    }

    static Case CaseOf(string path, BidsName name, string? label, BidsParticipant person)
    {
        var scanner = BidsScanner.Of(path);
        return new Case
        {
            Id = $"{string.Join('_', name.Entities.Select(entity => $"{entity.Key}-{entity.Value}"))}_{name.Suffix}",
            Subject = name.Subject,
            Site = person.Site,
            Image = path,
            Label = label,
            Session = name.Session,
            Age = person.Age,
            Sex = person.Sex,
            Scanner = scanner.Name,
            FieldStrength = scanner.FieldStrength,
        };
    }
}
