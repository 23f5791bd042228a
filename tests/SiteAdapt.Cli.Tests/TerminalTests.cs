using System.Diagnostics;

namespace SiteAdapt.Cli.Tests;

/// <summary>What only happens on a terminal: live bars and tables. A bar once waited for ever for one that could not be drawn.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class TerminalTests(SimulatedSites sites)
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    [TerminalFact]
    public void Should_draw_a_bar() => Assert.Contains("100%", OnTerminal("data simulate bar --sites 1 --subjects 2 --spacing 8"), StringComparison.Ordinal);

    [TerminalFact]
    public void Should_draw_a_table_of_the_running_units()
    {
        sites.NewFolder("live");
        File.WriteAllText(sites.File("live", "live.yaml"),
            "data: ../data/manifest.csv\ntask: ../tiny.yaml\nsplit: {counts: 2/1/1}\npairs: [[site1, site2]]\nmethods: [none]\ntraining: {epochs: 1, steps_per_epoch: 4, batch: 4}\n");
        string text = OnTerminal("study run live/live.yaml --jobs 1");
        Assert.Contains("live: 0 of", text, StringComparison.Ordinal);
        Assert.Contains("pretrain site1 adam seed 0", text, StringComparison.Ordinal);
        Assert.Contains("1 of 1 table cells", text, StringComparison.Ordinal);
    }

    string OnTerminal(string arguments)
    {
        var start = new ProcessStartInfo(TerminalFactAttribute.Script, ["-qefc", $"stty cols 160; dotnet {Path.Combine(AppContext.BaseDirectory, "siteadapt.dll")} {arguments}", "/dev/null"])
        {
            WorkingDirectory = sites.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm", ["OMP_WAIT_POLICY"] = "passive" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"still running after {Longest}: {arguments}");
        }
        Assert.True(process.ExitCode == 0, output.Result);
        return output.Result;
    }
}
