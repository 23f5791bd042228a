using System.CommandLine;
using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>What <c>bundle verify</c> and <c>bundle unpack</c> say.</summary>
static class BundleReport
{
    sealed record Checked(string Bundle, string? Run, string Task, string WeightsSha256, double LargestDifference);

    public static Argument<FileInfo> File() => new("FILE") { Description = "A bundle, as model bundle writes it" };

    public static void Print(string path, BundleCheck check, string? run, Output output) =>
        output.Result(new Checked(path, run, check.Record.Task.Name, check.WeightsHash, check.LargestDifference), console =>
        {
            console.Line($"{path}: checksums hold; on the test scan the largest difference of a probability is {check.LargestDifference.ToString("0.#######", CultureInfo.InvariantCulture)}");
            if (run is null) console.Line("\n" + check.Card);
            else console.Line($"{run}: unpacked. Next: siteadapt adapt --method octl --from {run} --data MANIFEST --target SITE --patients N --out RUN");
        });
}
