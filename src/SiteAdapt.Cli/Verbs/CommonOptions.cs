using System.CommandLine;

namespace SiteAdapt.Cli;

/// <summary>Options that several verbs share, each spelled once.</summary>
static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON on stdout" };

    public static Option<long> Seed() => new("--seed") { Description = "Seed of every random stream", DefaultValueFactory = _ => 0 };

    public static Option<string> Device() => new("--device") { Description = "cpu, cuda or cuda:N", DefaultValueFactory = _ => "cpu" };

    public static Option<int?> Threads() => new("--threads") { Description = "Threads of the tensor library (default: all processors; a run that continues keeps its own number)" };

    public static Option<FileInfo> Data() => new("--data") { Description = "The manifest: a CSV with case,subject,site,image,label", Required = true };

    public static Option<string?> Cache() => new("--cache") { Description = "Folder of prepared cases (default: .siteadapt-cache beside the manifest)" };

    public static Option<string> Task() => new Option<string>("--task") { Description = "Task preset (brain, cc359-published, prostate, chest-xray) or a YAML file", DefaultValueFactory = _ => "brain" }.Offering("brain", "cc359-published", "prostate", "chest-xray");

    public static Option<bool> SkipUnreadable() => new("--skip-unreadable") { Description = "Classification: leave images out that cannot be read, and say which" };

    public static Option<DirectoryInfo> Out(string what) => new("--out") { Description = what, Required = true };

    /// <summary>Values that the Tab key offers (<see cref="CompletionVerb"/>).</summary>
    public static Option<T> Offering<T>(this Option<T> option, params IEnumerable<string> values)
    {
        option.CompletionSources.Add([.. values]);
        return option;
    }

    /// <summary>A list given as A,B or by repeating the option.</summary>
    public static IReadOnlyList<string> SplitList(IEnumerable<string> values) =>
        [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
