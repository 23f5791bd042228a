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
        var layout = new Option<string>("--layout") { Required = true, Description = "cc359 (the public CC359 release), msm (the public multi-site prostate MRI) or folders (one folder a site; masks named _mask, _seg, _label or _ss)" };
        var output = new Option<string?>("--out") { Description = "The manifest to write (default: DIR/manifest.csv)" };
        var suffix = new Option<string>("--mask-suffix") { Description = "cc359: what a mask's name ends with", DefaultValueFactory = _ => Cc359Layout.DefaultMaskSuffix };
        var perSite = new Option<bool>("--subjects-per-site") { Description = "folders: the same name at two sites is two people (default: one person)" };
        var json = CommonOptions.Json();
        var command = new Verb("import", "Write a manifest for folders of scans",
            "siteadapt data import ~/CC359 --layout cc359",
            "siteadapt data import ~/prostate --layout msm",
            "siteadapt data import ~/my-hospitals --layout folders --out my.csv")
        {
            folder, layout, output, suffix, perSite, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(folder)!.FullName;
            var result = parsed.GetValue(layout) switch
            {
                "cc359" => Cc359Layout.Import(path, parsed.GetValue(suffix)!),
                "msm" => MsmLayout.Import(path),
                "folders" => FolderLayout.Import(path, parsed.GetValue(perSite) ? SubjectNames.PerSite : SubjectNames.Shared),
                var other => throw new InputException($"--layout: is '{other}'; expected cc359, msm or folders."),
            };
            foreach (string remark in result.Remarks) Output.Note(remark);
            var manifest = result.ToManifest(parsed.GetValue(output) ?? Path.Combine(path, "manifest.csv"));
            manifest.Write();
            ManifestReport.Print(manifest, result.NotUnderstood, new Output(parsed.GetValue(json)));
        });
        return command;
    }
}
