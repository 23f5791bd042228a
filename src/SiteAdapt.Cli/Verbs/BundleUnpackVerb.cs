using System.CommandLine;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>bundle unpack</c>: a run folder of a bundle, after checking it.</summary>
static class BundleUnpackVerb
{
    public static Command Build()
    {
        var file = BundleReport.File();
        var (folder, threads, device, json) = (CommonOptions.Out("The run folder to make, which adapt --from takes"), CommonOptions.Threads(), CommonOptions.Device(), CommonOptions.Json());
        var command = new Verb("unpack", "Check a bundle and make a run folder of it", "siteadapt bundle unpack octl.zip --out runs/theirs") { file, folder, threads, device, json };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            string path = parsed.GetValue(file)!.FullName, run = Path.TrimEndingDirectorySeparator(parsed.GetValue(folder)!.FullName);
            var check = ModelBundle.Unpack(path, run, TorchRuntime.Configure(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(device)!));
            BundleReport.Print(path, check, run, new Output(parsed.GetValue(json)));
        }, CancellationToken.None));
        return command;
    }
}
