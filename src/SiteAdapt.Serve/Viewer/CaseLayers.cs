using SiteAdapt.Data;

namespace SiteAdapt.Serve;

/// <summary>What the viewer lays over each other for a case. Paths are below the served folder.</summary>
/// <param name="Notes">What is not shown, and why.</param>
/// <param name="Findings">Classification: what the manifest says of each finding.</param>
sealed record CaseView(string Case, string Subject, string Site, IReadOnlyList<Layer> Layers, IReadOnlyList<string> Notes, IReadOnlyList<FindingLabel> Findings);

/// <param name="Label">1 present, 0 absent, -1 uncertain, null not labelled.</param>
sealed record FindingLabel(string Finding, int? Label);

/// <param name="Unit">The evaluation of a study that the mask belongs to; null for files that 'predict' wrote.</param>
sealed record Layer(LayerRole Role, string Name, string Path, string? Color = null, string? Unit = null);

enum LayerRole
{
    Image,

    /// <summary>A PNG or JPEG, alone.</summary>
    Radiograph,
    Reference,
    Mask,
    Probability,
}

/// <summary>Finds the files of a case: the manifest names image and reference; masks are what lies below the folder.</summary>
sealed class CaseLayers(ServedFolder folder, Manifests manifests, StudyMasks masks, PredictedFiles predicted)
{
    public CaseView OfManifest(string? path, string? id)
    {
        var manifest = manifests.Open(path);
        return View(manifest, id, _ => []);
    }

    public CaseView OfStudy(string? path, string? id) => View(masks.ManifestOf(path), id, item => masks.Of(path, item));

    CaseView View(Manifest manifest, string? id, Func<Case, IReadOnlyList<Layer>> kept)
    {
        var item = manifest.Cases.FirstOrDefault(item => item.Id == id) ?? throw new Imaging.InputException($"{id}: there is no such case in the manifest.");
        var notes = new List<string>();
        var layers = new List<Layer>();
        if (folder.Inside(item.Image) is { } radiograph && FolderWalk.IsRadiograph(radiograph))
        {
            layers.Add(new Layer(LayerRole.Radiograph, "radiograph", folder.RelativeOf(radiograph)));
        }
        else if (Shown(item.Image) is { } image)
        {
            layers.Add(new Layer(LayerRole.Image, "scan", image));
            if (item.Label is null) notes.Add("The manifest names no reference for this scan.");
            else if (Shown(item.Label) is { } reference) layers.Add(new Layer(LayerRole.Reference, "reference", reference, Studies.MethodColors.Reference));
            else notes.Add("The reference is not below the served folder, or is no NIfTI file.");
            layers.AddRange(kept(item));
            layers.AddRange(predicted.Of(manifest, item));
        }
        else
        {
            notes.Add("The scan is not below the served folder, or is no NIfTI file (.nii, .nii.gz), PNG or JPEG. Serve a folder that holds scans and runs.");
        }
        if (layers.Count > 0 && layers.TrueForAll(layer => layer.Role is LayerRole.Image or LayerRole.Reference))
            notes.Add("No predicted mask of this scan lies below the served folder. 'siteadapt predict SCAN --run RUN --out FOLDER' writes one; a study's report keeps those of its pictures.");
        return new CaseView(item.Id, item.Subject, item.Site, layers, notes, [.. item.Findings.Select(finding => new FindingLabel(finding.Key, finding.Value))]);
    }

    string? Shown(string full) => folder.Inside(full) is { } file && FolderWalk.IsImage(file) ? folder.RelativeOf(file) : null;
}
