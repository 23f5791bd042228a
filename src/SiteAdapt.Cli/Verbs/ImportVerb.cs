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
        var layout = new Option<string>("--layout") { Required = true, Description = "cc359 (the public CC359 release), msm (the public multi-site prostate MRI), chexpert, chestxray14 (radiographs, as they are published) or folders (one folder a site; masks named _mask, _seg, _label or _ss)" }.Offering("cc359", "msm", "chexpert", "chestxray14", "folders");
        var output = new Option<string?>("--out") { Description = "The manifest to write (default: DIR/manifest.csv)" };
        var suffix = new Option<string>("--mask-suffix") { Description = "cc359: what a mask's name ends with", DefaultValueFactory = _ => Cc359Layout.DefaultMaskSuffix };
        var perSite = new Option<bool>("--subjects-per-site") { Description = "folders: the same name at two sites is two people (default: one person)" };
        var views = new Option<string>("--views") { Description = "chexpert, chestxray14: frontal, pa, ap or all (lateral ones too)", DefaultValueFactory = _ => "frontal" };
        var siteBy = new Option<string?>("--site-by") { Description = "chexpert, chestxray14: view makes a site of each view (default: one site)" };
        var skipMissing = new Option<bool>("--skip-missing") { Description = "chexpert, chestxray14: leave out rows whose image is not there" };
        var json = CommonOptions.Json();
        var command = new Verb("import", "Write a manifest for folders of scans",
            "siteadapt data import ~/CC359 --layout cc359",
            "siteadapt data import ~/prostate --layout msm",
            "siteadapt data import ~/my-hospitals --layout folders --out my.csv",
            "siteadapt data import ~/CheXpert --layout chexpert --site-by view")
        {
            folder, layout, output, suffix, perSite, views, siteBy, skipMissing, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(folder)!.FullName;
            var radiographs = new RadiographOptions(Views(parsed.GetValue(views)!), SiteByView(parsed.GetValue(siteBy)), parsed.GetValue(skipMissing));
            var result = parsed.GetValue(layout) switch
            {
                "cc359" => Cc359Layout.Import(path, parsed.GetValue(suffix)!),
                "msm" => MsmLayout.Import(path),
                "folders" => FolderLayout.Import(path, parsed.GetValue(perSite) ? SubjectNames.PerSite : SubjectNames.Shared),
                "chexpert" => CheXpertLayout.Import(path, radiographs),
                "chestxray14" => ChestXray14Layout.Import(path, radiographs),
                var other => throw new InputException($"--layout: is '{other}'; expected cc359, msm, chexpert, chestxray14 or folders."),
            };
            foreach (string remark in result.Remarks) Output.Note(remark);
            var manifest = result.ToManifest(parsed.GetValue(output) ?? Path.Combine(path, "manifest.csv"));
            manifest.Write();
            ManifestReport.Print(manifest, result.NotUnderstood, new Output(parsed.GetValue(json)));
        });
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
