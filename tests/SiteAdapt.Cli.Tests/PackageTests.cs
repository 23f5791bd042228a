using System.Diagnostics;
using System.IO.Compression;

namespace SiteAdapt.Cli.Tests;

/// <summary>The tool package: packed, installed and started as a user would.</summary>
public sealed class PackageTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [SlowFact]
    public void Should_be_packed_for_this_system_only_and_work_where_it_is_installed()
    {
        string packages = folder.File("packages"), tool = folder.File("tool");
        Do("dotnet", "pack", RepositoryFolder.Find("src", "SiteAdapt.Cli"), "-c", "Release", "--no-build", "-o", packages);
        string package = Assert.Single(Directory.GetFiles(packages));
        using (var content = ZipFile.OpenRead(package))
            Assert.All(content.Entries.Where(entry => entry.FullName.Contains("/runtimes/", StringComparison.Ordinal)), entry => Assert.Contains("/linux-x64/", entry.FullName, StringComparison.Ordinal));
        Assert.InRange(new FileInfo(package).Length, 1, 200_000_000);
        Do("dotnet", "tool", "install", "SiteAdapt", "--tool-path", tool, "--source", packages);
        Assert.Contains("libtorch", Do(Path.Combine(tool, "siteadapt"), "doctor"), StringComparison.Ordinal);
    }

    string Do(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, Environment = { ["NUGET_PACKAGES"] = null } };
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public void Dispose() => folder.Dispose();
}
