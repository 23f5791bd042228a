using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary><c>data simulate</c>: several simulated sites, of rendered heads, of chest radiographs, or of given scans.</summary>
static class SimulateVerb
{
    sealed class Options
    {
        public Argument<DirectoryInfo> Folder { get; } = new("DIR") { Description = "Folder for the scans and manifest.csv" };
        public Option<int?> Sites { get; } = new("--sites") { Description = "Number of sites (default: 3; with --radiographs: 2)" };
        public Option<int?> Subjects { get; } = new("--subjects") { Description = "Subjects of each site (default: 12; with --radiographs: 100; with --images: all, dealt out evenly)" };
        public Option<double?> Spacing { get; } = new("--spacing") { Description = "Voxel edge of rendered heads in mm (default: 1)" };
        public Option<DirectoryInfo?> Labels { get; } = new("--labels") { Description = "Render the label maps of this folder (with t1_prior.tsv) instead of procedural heads" };
        public Option<string?> Images { get; } = new("--images") { Description = "Change given scans instead: a folder of NIfTI files with labels beside them (_mask, _seg, _label, _gland), or a manifest" };
        public Option<bool> Radiographs { get; } = new("--radiographs") { Description = "Chest radiographs with findings instead of heads; the sites' labels differ in part" };
        public Option<int?> Size { get; } = new("--size") { Description = "Pixels along each edge of a radiograph (default: 224)" };
        public Option<double> Shift { get; } = new("--shift") { Description = "How far the sites are apart: 0 all alike, 1 as real scanners differ", DefaultValueFactory = _ => 1 };
        public Option<long> Seed { get; } = CommonOptions.Seed();
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("simulate", "Simulate several sites with labels and a manifest: head MRI, chest radiographs, or given scans as other scanners would show them",
            "siteadapt data simulate heads --sites 3 --subjects 12",
            "siteadapt data simulate quick --sites 2 --subjects 6 --spacing 4 --seed 1",
            "siteadapt data simulate chests --radiographs --sites 2 --subjects 200 --size 96 --seed 1",
            "siteadapt data simulate three --images ~/prostate-scans --sites 3")
        {
            o.Folder, o.Sites, o.Subjects, o.Spacing, o.Labels, o.Images, o.Radiographs, o.Size, o.Shift, o.Seed, o.Json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            using var progress = new ProgressLine("simulate");
            var report = new Progress(progress);
            if (parsed.GetValue(o.Radiographs)) OfChests(parsed, o, report, stop);
            else if (parsed.GetValue(o.Size) is not null) throw new InputException("--size: is for --radiographs; heads have --spacing, given scans keep their voxels. Leave it out.");
            else if (parsed.GetValue(o.Images) is { } images) OfImages(parsed, o, images, report, stop);
            else OfHeads(parsed, o, report, stop);
        }, CancellationToken.None));
        return command;
    }

    static void OfHeads(ParseResult parsed, Options o, Progress progress, CancellationToken stop)
    {
        var plain = new SimulationSettings { Output = parsed.GetValue(o.Folder)!.FullName };
        var manifest = SiteSimulation.Run(plain with
        {
            Sites = parsed.GetValue(o.Sites) ?? plain.Sites,
            SubjectsPerSite = parsed.GetValue(o.Subjects) ?? plain.SubjectsPerSite,
            Spacing = parsed.GetValue(o.Spacing) ?? plain.Spacing,
            LabelsFolder = parsed.GetValue(o.Labels)?.FullName,
            Shift = parsed.GetValue(o.Shift),
            Seed = parsed.GetValue(o.Seed),
        }, progress, stop);
        Output.Note("These heads are simulated; README.txt beside the manifest says how. Never report them as clinical.");
        ManifestReport.Print(manifest, [], new Output(parsed.GetValue(o.Json)));
    }

    static void OfChests(ParseResult parsed, Options o, Progress progress, CancellationToken stop)
    {
        if (parsed.GetValue(o.Images) is not null || parsed.GetValue(o.Labels) is not null || parsed.GetValue(o.Spacing) is not null)
            throw new InputException("--radiographs: renders chests; --images, --labels and --spacing are for other simulations. Leave them out.");
        var plain = new RadiographSimulationSettings { Output = parsed.GetValue(o.Folder)!.FullName };
        var manifest = RadiographSimulation.Run(plain with
        {
            Sites = parsed.GetValue(o.Sites) ?? plain.Sites,
            SubjectsPerSite = parsed.GetValue(o.Subjects) ?? plain.SubjectsPerSite,
            Size = parsed.GetValue(o.Size) ?? plain.Size,
            Shift = parsed.GetValue(o.Shift),
            Seed = parsed.GetValue(o.Seed),
        }, progress, stop);
        Output.Note("These radiographs are simulated; README.txt beside the manifest says how. Never report them as clinical.");
        ManifestReport.Print(manifest, [], new Output(parsed.GetValue(o.Json)));
    }

    static void OfImages(ParseResult parsed, Options o, string images, Progress progress, CancellationToken stop)
    {
        if (parsed.GetValue(o.Labels) is not null || parsed.GetValue(o.Spacing) is not null)
            throw new InputException("--images: changes given scans; --labels and --spacing are for rendered heads. Leave them out.");
        var settings = new ImageSimulationSettings
        {
            Output = parsed.GetValue(o.Folder)!.FullName,
            Images = images,
            Sites = parsed.GetValue(o.Sites) ?? 3,
            SubjectsPerSite = parsed.GetValue(o.Subjects),
            Shift = parsed.GetValue(o.Shift),
            Seed = parsed.GetValue(o.Seed),
        };
        var given = ImageSimulation.Given(images);
        foreach (string remark in given.Remarks) Output.Note(remark);
        var manifest = ImageSimulation.Run(settings, given.Cases, progress, stop);
        Output.Note("These sites are simulated from the given scans; README.txt beside the manifest says how. Never report them as clinical.");
        ManifestReport.Print(manifest, given.NotUnderstood, new Output(parsed.GetValue(o.Json)));
    }

    sealed class Progress(ProgressLine line) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => line.Report(value.Done, value.Total, value.Case);
    }
}
