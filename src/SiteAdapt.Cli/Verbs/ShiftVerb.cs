using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>data shift</c>: how far apart two sites are, and in what.</summary>
static class ShiftVerb
{
    sealed class Options
    {
        public Argument<FileInfo> Manifest { get; } = new("MANIFEST") { Description = "The manifest: a CSV with case,subject,site,image,label; labels are used where all cases of both sites have one" };
        public Option<string> Source { get; } = new("--source") { Required = true, Description = "The first site" };
        public Option<string> Target { get; } = new("--target") { Required = true, Description = "The second site" };
        public Option<string?> Model { get; } = new("--model") { Description = "A finished run folder: also compare the features of its network, block by block" };
        public Option<FileInfo?> Html { get; } = new("--html") { Description = "Write a page with charts and all numbers" };
        public ShiftOptions Common { get; } = new();
    }

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("shift", "Say how far apart two sites are and in what: geometry, intensity, contrast, noise, bias field, sharpness, and a network's features",
            "siteadapt data shift heads/manifest.csv --source site1 --target site2",
            "siteadapt data shift heads/manifest.csv --source site1 --target site2 --model runs/site1 --html shift.html")
        {
            o.Manifest, o.Source, o.Target, o.Model, o.Html,
        };
        o.Common.AddTo(command);
        command.SetComputation((parsed, stop) => Run(parsed, o, stop));
        return command;
    }

    static void Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        var file = parsed.GetValue(o.Manifest)!;
        var (source, target, page) = (parsed.GetValue(o.Source)!, parsed.GetValue(o.Target)!, parsed.GetValue(o.Html));
        if (source == target) throw new InputException($"--source, --target: both are '{source}'. Give two sites.");
        var manifest = Manifest.Read(file.FullName);
        foreach (string warning in manifest.Warnings) Output.Warn(warning);
        var groups = (First: o.Common.Draw(parsed, source, manifest.CasesAt(source)), Second: o.Common.Draw(parsed, target, manifest.CasesAt(target)));
        var shift = o.Common.Compare(parsed, groups.First, groups.Second, parsed.GetValue(o.Model), file, stop);
        var words = ShiftWords.Of(shift);
        if (page is not null)
        {
            HtmlPage.Write(page.FullName, ShiftPage.Make($"{source} and {target}", shift, words, isGood: false, CommandText.Of(parsed)));
            Output.Note($"Look at {page.FullName}");
        }
        ShiftReport.Print(shift, words, new { manifest = manifest.Path, source, target }, o.Common.Output(parsed));
    }
}
