using System.CommandLine;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>model bundle</c>: a run as one file for places without a network.</summary>
static class ModelBundleVerb
{
    sealed record Written(string File, long Bytes, string WeightsSha256, bool WithSubjects);

    public static Command Build()
    {
        var run = new Argument<string>("RUN") { Description = "A finished run folder" };
        var file = new Option<FileInfo>("--out") { Required = true, Description = "The bundle to write, a .zip" };
        var subjects = new Option<bool>("--with-subjects") { Description = "Keep the ids of training subjects and cases, and the paths of manifests, in the record: needed for leakage checks (default: they are withheld)" };
        var (threads, device, json) = (CommonOptions.Threads(), CommonOptions.Device(), CommonOptions.Json());
        var command = new Verb("bundle", "Write weights, optimizer memory, preprocessing, card, a simulated test scan and checksums into one file",
            "siteadapt model bundle runs/octl --out octl.zip")
        {
            run, file, subjects, threads, device, json,
        };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            var (record, checkpoint) = RunFolder.OpenFinished(parsed.GetValue(run)!);
            string path = parsed.GetValue(file)!.FullName;
            bool keep = parsed.GetValue(subjects);
            ModelBundle.Write(path, record, checkpoint, keep, TorchRuntime.Configure(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(device)!));
            new Output(parsed.GetValue(json)).Result(new Written(path, new FileInfo(path).Length, checkpoint.WeightsHash, keep), console =>
            {
                console.Line($"{path}: {new FileInfo(path).Length} bytes, {(keep ? "with" : "without")} the ids of subjects");
                console.Line($"Next, where it goes: siteadapt bundle verify {Path.GetFileName(path)}; siteadapt bundle unpack {Path.GetFileName(path)} --out RUN");
            });
        }, CancellationToken.None));
        return command;
    }
}
