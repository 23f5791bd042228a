using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>data check</c>: what is wrong with a manifest's images and labels, before anything is trained.</summary>
static class CheckVerb
{
    public static Command Build()
    {
        var manifest = new Argument<FileInfo>("MANIFEST") { Description = "The manifest: a CSV with case,subject,site,image,label" };
        var html = new Option<FileInfo?>("--html") { Description = "Write a page with the findings, a table of the sites and thumbnails" };
        var json = CommonOptions.Json();
        var command = new Verb("check", "Look for faults in images, labels and subjects before you train; exit code 1 if there is an error",
            "siteadapt data check heads/manifest.csv",
            "siteadapt data check heads/manifest.csv --html check.html --json")
        {
            manifest, html, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            var (file, page) = (parsed.GetValue(manifest)!, parsed.GetValue(html));
            ManifestCheck check;
            using (var progress = new ProgressLine("check")) check = ManifestCheck.Run(Read(file), progress.Report, stop);
            if (page is not null)
            {
                HtmlPage.Write(page.FullName, DataCheckPage.Make(check, $"siteadapt data check {file.Name} --html {page.Name}"));
                Output.Note($"Look at {page.FullName}");
            }
            CheckReport.Print(check, new Output(parsed.GetValue(json)));
            return check.Errors > 0 ? ExitCode.WrongInput : ExitCode.Done;
        }, CancellationToken.None));
        return command;
    }

    /// <summary>Missing files are findings like others.</summary>
    static Manifest Read(FileInfo file)
    {
        var manifest = Manifest.Read(file.FullName, checkFiles: false);
        foreach (string warning in manifest.Warnings) Output.Warn(warning);
        return manifest;
    }
}
