using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary><c>data import</c>: a manifest from folders of scans.</summary>
static class ImportVerb
{
    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Folder with the scans" };
        var layout = new Option<string?>("--layout") { Description = "cc359 (the public CC359 release), msm (the public multi-site prostate MRI), chexpert, chestxray14 (radiographs, as they are published), bids (sub-XX/anat, masks below derivatives, sites in participants.tsv) or folders (one folder a site; masks named _mask, _seg, _label or _ss)" }.Offering("cc359", "msm", "chexpert", "chestxray14", "bids", "folders");
        var output = new Option<string?>("--out") { Description = "The manifest to write (default: DIR/manifest.csv)" };
        var suffix = new Option<string?>("--mask-suffix") { Description = $"What a mask's name ends with (default: cc359 {Cc359Layout.DefaultMaskSuffix}, bids {new BidsOptions().Mask})" };
        var contrast = new Option<string>("--contrast") { Description = "bids: suffix of the images, such as FLAIR", DefaultValueFactory = _ => new BidsOptions().Image };
        var siteColumn = new Option<string>("--site-column") { Description = "bids: column of participants.tsv with the site", DefaultValueFactory = _ => new BidsOptions().SiteColumn };
        var derivative = new Option<string?>("--derivative") { Description = "bids: folder below derivatives with the masks, such as manual (default: any that siteadapt did not predict)" };
        var perSite = new Option<bool>("--subjects-per-site") { Description = "folders: the same name at two sites is two people (default: one person)" };
        var subjectFolders = new Option<bool>("--subject-folders") { Description = "folders: each subject has a folder below its site's, which names it (SITE/patient1/T1.nii.gz)" };
        var views = new Option<string>("--views") { Description = "chexpert, chestxray14: frontal, pa, ap or all (lateral ones too)", DefaultValueFactory = _ => "frontal" };
        var siteBy = new Option<string?>("--site-by") { Description = "chexpert, chestxray14: view makes a site of each view (default: one site)" };
        var skipMissing = new Option<bool>("--skip-missing") { Description = "chexpert, chestxray14: leave out rows whose image is not there" };
        var dicom = new DicomImportOptions();
        var json = CommonOptions.Json();
        var command = new Verb("import", "Write a manifest for folders of scans",
            "siteadapt data import ~/CC359 --layout cc359",
            "siteadapt data import ~/prostate --layout msm",
            "siteadapt data import ~/my-hospitals --layout folders --out my.csv",
            "siteadapt data import ~/abide --layout bids --site-column site_id",
            "siteadapt data import ~/CheXpert --layout chexpert --site-by view",
            "siteadapt data import --dicom ~/export --images ~/scans --site north --key ~/north.key --series \"T1|MPRAGE\"")
        {
            folder, layout, output, suffix, contrast, siteColumn, derivative, perSite, subjectFolders, views, siteBy, skipMissing, json,
        };
        foreach (var option in dicom.All) command.Add(option);
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            string path = parsed.GetValue(folder)!.FullName;
            var radiographs = new RadiographOptions(Views(parsed.GetValue(views)!), SiteByView(parsed.GetValue(siteBy)), parsed.GetValue(skipMissing));
            string home = dicom.ImagesOf(parsed) ?? path;
            var result = parsed.GetValue(layout) switch
            {
                null when dicom.IsAsked(parsed) => dicom.Import(parsed, path, stop),
                not null when dicom.IsAsked(parsed) => throw new InputException("--dicom, --layout: give one of them."),
                null => throw new InputException("--layout: say how the folder is laid out (cc359, msm, chexpert, chestxray14, bids, folders), or give --dicom."),
                "cc359" => Cc359Layout.Import(path, parsed.GetValue(suffix) ?? Cc359Layout.DefaultMaskSuffix),
                "msm" => MsmLayout.Import(path),
                "bids" => BidsLayout.Import(path, new BidsOptions(parsed.GetValue(contrast)!, parsed.GetValue(suffix) ?? new BidsOptions().Mask, parsed.GetValue(siteColumn)!, parsed.GetValue(derivative))),
                "folders" => FolderLayout.Import(path, new FolderNames(parsed.GetValue(perSite) ? SubjectNames.PerSite : SubjectNames.Shared, parsed.GetValue(subjectFolders))),
                "chexpert" => CheXpertLayout.Import(path, radiographs),
                "chestxray14" => ChestXray14Layout.Import(path, radiographs),
                var other => throw new InputException($"--layout: is '{other}'; expected cc359, msm, chexpert, chestxray14, bids or folders."),
            };
            stop.ThrowIfCancellationRequested();
            foreach (string remark in result.Remarks) Output.Note(remark);
            var manifest = result.ToManifest(parsed.GetValue(output) ?? Path.Combine(home, "manifest.csv"));
            manifest.Write();
            ManifestReport.Print(manifest, result.NotUnderstood, new Output(parsed.GetValue(json)));
        }, CancellationToken.None));
        return command;
    }

    static RadiographViews Views(string text) => text switch
    {
        "frontal" => RadiographViews.Frontal,
        "pa" => RadiographViews.Pa,
        "ap" => RadiographViews.Ap,
        "all" => RadiographViews.All,
        _ => throw new InputException($"--views: is '{text}'; expected frontal, pa, ap or all."),
    };

    static bool SiteByView(string? text) => text switch
    {
        null => false,
        "view" => true,
        _ => throw new InputException($"--site-by: is '{text}'; expected view, or leave it out."),
    };
}
