using System.CommandLine;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>bundle verify</c>: is this the file that was written, and does it predict here what it predicted there?</summary>
static class BundleVerifyVerb
{
    public static Command Build()
    {
        var file = BundleReport.File();
        var (threads, device, json) = (CommonOptions.Threads(), CommonOptions.Device(), CommonOptions.Json());
        var command = new Verb("verify", "Check a bundle's checksums, and predict its test scan again", "siteadapt bundle verify octl.zip") { file, threads, device, json };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            string path = parsed.GetValue(file)!.FullName;
            var check = ModelBundle.Verify(path, TorchRuntime.Configure(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(device)!));
            BundleReport.Print(path, check, run: null, new Output(parsed.GetValue(json)));
        }, CancellationToken.None));
        return command;
    }
}
