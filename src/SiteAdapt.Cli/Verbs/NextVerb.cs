using System.CommandLine;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>data next</c>: which case to annotate next.</summary>
static class NextVerb
{
    sealed class Options
    {
        public Argument<FileInfo> Manifest { get; } = new("MANIFEST") { Description = "The manifest; cases that are not annotated have a blank label" };
        public Option<string> Run { get; } = new("--run") { Required = true, Description = "The model that reads the cases: a finished run folder" };
        public Option<string> Target { get; } = new("--target") { Required = true, Description = "The site whose cases are to be annotated" };
        public Option<int> Count { get; } = new("--count") { DefaultValueFactory = _ => 1, Description = "How many cases to choose; a chosen one counts as annotated for the next" };
        public Option<string[]> Annotated { get; } = new("--annotated") { AllowMultipleArgumentsPerToken = true, Description = "Cases A,B of the target that count as annotated, and no others (default: those with a label, and those that the run was trained on with one)" };
        public Option<FileInfo?> Html { get; } = new("--html") { Description = "Write a page with the cases and what the model predicts of them" };
        public Option<bool> SkipUnreadable { get; } = CommonOptions.SkipUnreadable();
        public Option<int?> Threads { get; } = CommonOptions.Threads();
        public Option<string> Device { get; } = CommonOptions.Device();
        public Option<string?> Cache { get; } = CommonOptions.Cache();
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("next", "Say which case of a site to annotate next, and why: of which the model is unsure and which is unlike those that are annotated",
            "siteadapt data next DATA/manifest.csv --run runs/mmtl --target hospitalB",
            "siteadapt data next DATA/manifest.csv --run runs/mmtl --target hospitalB --count 3 --html next.html")
        {
            o.Manifest, o.Run, o.Target, o.Count, o.Annotated, o.Html, o.SkipUnreadable, o.Threads, o.Device, o.Cache, o.Json,
        };
        command.SetComputation((parsed, stop) => Run(parsed, o, stop));
        return command;
    }

    static void Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        var (run, manifest, target) = (parsed.GetValue(o.Run)!, parsed.GetValue(o.Manifest)!, parsed.GetValue(o.Target)!);
        var (record, checkpoint) = RunFolder.OpenFinished(run);
        var annotated = CommonOptions.SplitList(parsed.GetValue(o.Annotated) ?? []);
        var device = TorchRuntime.Configure(parsed.GetValue(o.Threads) ?? Environment.ProcessorCount, parsed.GetValue(o.Device)!);
        using var data = DataSession.Open(manifest, record.Data.Split, record.Task, parsed.GetValue(o.Cache), stop, parsed.GetValue(o.SkipUnreadable));
        var pool = AnnotationPool.Of(data, SeenCases.Open(run, checkpoint), record, target, parsed.GetResult(o.Annotated) is null ? null : annotated);
        using var network = NetworkFactory.Load(record, checkpoint, device);
        NextCases answer;
        using (var progress = new ProgressLine("read cases"))
            answer = NextCases.Of(pool, target, parsed.GetValue(o.Count), new CaseReader(network, record, data, device) { Progress = progress.Report }, stop);
        if (parsed.GetValue(o.Html) is { } page)
        {
            HtmlPage.Write(page.FullName, NextPage.Make(answer, new NextPictures(network, record.Task, data, device).Of(answer, stop), CommandText.Of(parsed)));
            Output.Note($"Look at {page.FullName}");
        }
        NextReport.Print(answer, manifest, run, new Output(parsed.GetValue(o.Json)));
    }
}
