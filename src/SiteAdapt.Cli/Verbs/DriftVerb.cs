using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>data drift</c>: whether new scans are still what a model was adapted to.</summary>
static class DriftVerb
{
    sealed class Options
    {
        public Option<string> Run { get; } = new("--run") { Required = true, Description = "A finished run folder" };
        public Option<FileInfo> New { get; } = new("--new") { Required = true, Description = "A manifest of the new scans; labels are not needed" };
        public Option<string?> Site { get; } = new("--site") { Description = "Only the new manifest's cases of this site" };
        public Option<string> Against { get; } = new Option<string>("--against") { Description = "training: the scans that the run was trained on, of its own site; site: all of that site in its manifest", DefaultValueFactory = _ => "training" }.Offering("training", "site");
        public Option<FileInfo?> Data { get; } = new("--data") { Description = "Where the run's manifest is now (default: where the run found it)" };
        public Option<FileInfo?> Html { get; } = new("--html") { Description = "Write a page with charts and all numbers" };
        public ShiftOptions Common { get; } = new();
    }

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("drift", "Say whether new, unlabelled scans are still what a model was adapted to; exit code 0 whatever the answer is",
            "siteadapt data drift --run runs/mmtl --new november/manifest.csv",
            "siteadapt data drift --run runs/mmtl --new november/manifest.csv --against site --html drift.html --json")
        {
            o.Run, o.New, o.Site, o.Against, o.Data, o.Html,
        };
        o.Common.AddTo(command);
        command.SetComputation((parsed, stop) => Run(parsed, o, stop));
        return command;
    }

    static void Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        string run = parsed.GetValue(o.Run)!, against = parsed.GetValue(o.Against)!;
        if (against is not ("training" or "site")) throw new InputException($"--against: is '{against}'; expected training or site.");
        var (file, page, record) = (parsed.GetValue(o.New)!, parsed.GetValue(o.Html), RunFolder.OpenFinished(run).Record);
        var cache = o.Common.Cache(parsed, file);
        var reference = DriftReference.Of(record, run, parsed.GetValue(o.Data)?.FullName, against == "site", cache.Contents);
        var manifest = Manifest.Read(file.FullName);
        foreach (string warning in manifest.Warnings) Output.Warn(warning);
        var fresh = WithoutSeen(parsed.GetValue(o.Site) is { } site ? manifest.CasesAt(site) : manifest.Cases, reference, file);
        string sites = string.Join("+", reference.Sites);
        var shift = o.Common.Compare(parsed, o.Common.Draw(parsed, against == "site" ? sites : $"{sites}, training", reference.Cases), o.Common.Draw(parsed, "new", fresh), run, file, stop);
        IReadOnlyList<string> words = [DriftWords.Answer(shift), .. ShiftWords.Of(shift)];
        var verdict = DriftWords.Verdict(shift);
        if (verdict == DriftVerdict.TooFew && against == "training" && shift.Groups.First < shift.Groups.Second) Output.Note($"--against site compares with all scans of {sites} that the run's manifest has, not only with those of the {shift.Groups.First} training subjects.");
        if (page is not null)
        {
            HtmlPage.Write(page.FullName, ShiftPage.Make($"Drift of {file.Name}", shift, words, isGood: verdict == DriftVerdict.None, CommandText.Of(parsed)));
            Output.Note($"Look at {page.FullName}");
        }
        ShiftReport.Print(shift, words, new { run = Path.GetFullPath(run), @new = manifest.Path, against, sites = reference.Sites }, o.Common.Output(parsed), verdict);
    }

    /// <summary>A subject on both sides would make the sides alike.</summary>
    static List<Case> WithoutSeen(IReadOnlyList<Case> cases, DriftReference reference, FileInfo manifest)
    {
        var known = reference.Cases.Select(item => item.Subject).ToHashSet(StringComparer.Ordinal);
        var fresh = cases.Where(item => !known.Contains(item.Subject)).ToList();
        if (fresh.Count == 0) throw new InputException($"{manifest.FullName}: all its subjects are among those that the run's scans are of; there is nothing new to look at.");
        if (fresh.Count < cases.Count) Output.Warn($"{Tables.Count(cases.Count - fresh.Count, "case")} left out, of subjects that are among the run's own");
        return fresh;
    }
}
