using System.CommandLine;
using SiteAdapt.Imaging;
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
        var replay = new Option<int?>("--replay") { Description = "Also put N prepared, labelled slices of source patients in, for mixing methods where the source's data cannot go; needs --share-patient-slices" };
        var consent = new Option<bool>("--share-patient-slices") { Description = "These slices are images of patients, and they may be given to whoever gets the bundle" };
        var data = new Option<FileInfo?>("--data") { Description = "With --replay: the manifest (default: the one that the run was trained with)" };
        var cache = CommonOptions.Cache();
        var (threads, device, json) = (CommonOptions.Threads(), CommonOptions.Device(), CommonOptions.Json());
        var command = new Verb("bundle", "Write weights, optimizer memory, preprocessing, card, a simulated test scan and checksums into one file",
            "siteadapt model bundle runs/octl --out octl.zip",
            "siteadapt model bundle runs/source --replay 200 --share-patient-slices --out source.zip")
        {
            run, file, subjects, replay, consent, data, cache, threads, device, json,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            var (record, checkpoint) = RunFolder.OpenFinished(parsed.GetValue(run)!);
            string path = parsed.GetValue(file)!.FullName;
            bool keep = parsed.GetValue(subjects);
            if (parsed.GetValue(replay) is not null != parsed.GetValue(consent))
                throw new InputException("--replay puts images of patients into a file that goes elsewhere: it needs --share-patient-slices, which says that this is allowed. Give both, or neither.");
            var at = TorchRuntime.Configure(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(device)!);
            ModelBundle.Write(path, record, checkpoint, keep, at, parsed.GetValue(replay) is { } slices
                ? folder =>
                {
                    var manifest = parsed.GetValue(data) ?? new FileInfo(record.Data.RequireManifest("--data"));
                    using var source = DataSession.Open(manifest, record.Data.Split, record.Task, parsed.GetValue(cache), stop);
                    ReplayBuffer.Write(folder, source, record.Data.Sites, slices);
                }
                : null);
            new Output(parsed.GetValue(json)).Result(new Written(path, new FileInfo(path).Length, checkpoint.WeightsHash, keep), console =>
            {
                console.Line($"{path}: {new FileInfo(path).Length} bytes, {(keep ? "with" : "without")} the ids of subjects");
                console.Line($"Next, where it goes: siteadapt bundle verify {Path.GetFileName(path)}; siteadapt bundle unpack {Path.GetFileName(path)} --out RUN");
            });
        }, CancellationToken.None));
        return command;
    }
}
