using System.CommandLine;
using SiteAdapt.Data;

namespace SiteAdapt.Cli;

/// <summary><c>data simulate</c>: head MRI of several simulated sites.</summary>
static class SimulateVerb
{
    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Folder for the scans and manifest.csv" };
        var sites = new Option<int>("--sites") { Description = "Number of sites", DefaultValueFactory = _ => 3 };
        var subjects = new Option<int>("--subjects") { Description = "Subjects of each site", DefaultValueFactory = _ => 12 };
        var spacing = new Option<double>("--spacing") { Description = "Voxel edge in mm", DefaultValueFactory = _ => 1 };
        var labels = new Option<DirectoryInfo?>("--labels") { Description = "Render the label maps of this folder (with t1_prior.tsv) instead of procedural heads" };
        var shift = new Option<double>("--shift") { Description = "How far the sites are apart: 0 all alike, 1 as real scanners differ", DefaultValueFactory = _ => 1 };
        var (seed, json) = (CommonOptions.Seed(), CommonOptions.Json());
        var command = new Verb("simulate", "Simulate head MRI of several sites, with brain masks and a manifest",
            "siteadapt data simulate heads --sites 3 --subjects 12",
            "siteadapt data simulate quick --sites 2 --subjects 6 --spacing 4 --seed 1")
        {
            folder, sites, subjects, spacing, labels, shift, seed, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            using var progress = new ProgressLine("simulate");
            var manifest = SiteSimulation.Run(new SimulationSettings
            {
                Output = parsed.GetValue(folder)!.FullName,
                Sites = parsed.GetValue(sites),
                SubjectsPerSite = parsed.GetValue(subjects),
                Spacing = parsed.GetValue(spacing),
                LabelsFolder = parsed.GetValue(labels)?.FullName,
                Shift = parsed.GetValue(shift),
                Seed = parsed.GetValue(seed),
            }, new Progress(progress), stop);
            ManifestReport.Print(manifest, [], new Output(parsed.GetValue(json)));
        }, CancellationToken.None));
        return command;
    }

    sealed class Progress(ProgressLine line) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => line.Report(value.Done, value.Total, value.Case);
    }
}
