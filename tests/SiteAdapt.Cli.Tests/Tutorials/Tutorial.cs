using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// A page of the docs, done as a reader would: blocks are taken in their order. "yaml NAME" and "csharp NAME" are written to that file, "diff" is applied
/// to the code, "sh" is given to a shell in which 'siteadapt' is the program. Blocks of no kind are only read.
/// </summary>
sealed partial class Tutorial(string page, string folder)
{
    string program = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "siteadapt.dll")}'"; // after a change of the code: what it builds

    [GeneratedRegex(@"^```(?<kind>[a-z]+)(?: (?<name>\S+))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>The blocks that become files, each with the last words above it: a page that is rendered does not show a block's name.</summary>
    public static IReadOnlyList<(string Name, string Above)> Files(string page)
    {
        string text = File.ReadAllText(RepositoryFolder.Find("docs", "get-started", page));
        return [.. Block().Matches(text).Where(block => block.Groups["kind"].Value is "yaml" or "csharp" && block.Groups["name"].Success).Select(block => (block.Groups["name"].Value, text[..block.Index].TrimEnd().Split('\n')[^1]))];
    }

    /// <summary>Where code is, for blocks that change it.</summary>
    public string? Code { get; init; }

    /// <summary>Called before an "sh NAME" block.</summary>
    public Action<string> Before { get; init; } = _ => { };

    /// <summary>What the shell printed, block by block.</summary>
    public IReadOnlyList<string> Follow()
    {
        var printed = new List<string>();
        foreach (Match block in Block().Matches(File.ReadAllText(RepositoryFolder.Find("docs", "get-started", page))))
        {
            string kind = block.Groups["kind"].Value, name = block.Groups["name"].Value, text = block.Groups["text"].Value;
            if (kind == "sh")
            {
                Before(name);
                printed.Add(Shell(text, folder));
            }
            else if (kind == "diff")
            {
                program = $"dotnet run -c Release --project '{Path.Combine(Code!, "src", "SiteAdapt.Cli")}' --";
                Shell($"patch -p1 <<'END_OF_DIFF'\n{text}END_OF_DIFF\n", Code!);
            }
            else if (name.Length > 0) Write(Path.Combine(name.StartsWith("src/", StringComparison.Ordinal) ? Code! : folder, name), text);
            else Assert.Fail($"{page}: a block of kind '{kind}' has no file name, and is no command");
        }
        Assert.NotEmpty(printed);
        return printed;
    }

    static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    string Shell(string commands, string where)
    {
        var start = new ProcessStartInfo("bash", ["-euc", $"siteadapt() {{ {program} \"$@\"; }}\n{commands}"])
        {
            WorkingDirectory = where,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_WAIT_POLICY"] = "passive", ["NO_COLOR"] = "1" },
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{page}: exit code {process.ExitCode} of\n{commands}\n--- stderr\n{errors.Result}--- stdout\n{output.Result}");
        return output.Result;
    }
}
