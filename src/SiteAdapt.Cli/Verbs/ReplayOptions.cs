using System.CommandLine;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>What <c>run replay</c> and <c>run verify-resume</c> need besides the record: where things lie on this machine.</summary>
sealed class ReplayOptions
{
    readonly Option<FileInfo?> data = new("--data") { Description = "The manifest, where it is elsewhere now (default: the run's)" };
    readonly Option<string?> source = new("--from") { Description = "The source run, where it is elsewhere now (default: the run's)" };
    readonly Option<FileInfo?> weights = new("--initial-weights") { Description = "The weights that the run was started with, where it was started with some" };
    readonly Option<string?> cache = CommonOptions.Cache();

    public Argument<string> Run { get; } = new("RUN") { Description = "A run folder" };

    public Option<int?> Epochs { get; } = new("--epochs") { Description = "Replay only the first epochs (default: all)" };

    public Option<bool> Json { get; } = CommonOptions.Json();

    public void AddTo(Command command)
    {
        command.Arguments.Add(Run);
        foreach (Option option in new Option[] { Epochs, data, source, weights, cache, Json }) command.Options.Add(option);
    }

    /// <summary>The record of the run, checked against <c>--epochs</c>.</summary>
    public RunRecord Record(ParseResult parsed)
    {
        var record = new RunFolder(parsed.GetValue(Run)!).ReadRecord();
        if (parsed.GetValue(Epochs) is < 1) throw new Imaging.InputException($"--epochs: is {parsed.GetValue(Epochs)}; expected 1 to {record.Training.Epochs}.");
        return record;
    }

    public FileInfo Manifest(ParseResult parsed, RunRecord record) => parsed.GetValue(data) ?? new FileInfo(record.Data.RequireManifest(data.Name));

    public string? Source(ParseResult parsed) => parsed.GetValue(source) is { } path ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : null;

    public string? Weights(ParseResult parsed) => parsed.GetValue(weights)?.FullName;

    public string? Cache(ParseResult parsed) => parsed.GetValue(cache);

    /// <summary>The same options for a process that replays the run.</summary>
    public IReadOnlyList<string> Arguments(ParseResult parsed)
    {
        var arguments = new List<string> { "run", "replay", Path.GetFullPath(parsed.GetValue(Run)!) };
        void Add(string name, string? value)
        {
            if (value is not null) arguments.AddRange([name, value]);
        }
        Add(Epochs.Name, parsed.GetValue(Epochs)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add(data.Name, parsed.GetValue(data)?.FullName);
        Add(source.Name, Source(parsed));
        Add(weights.Name, Weights(parsed));
        Add(cache.Name, Cache(parsed));
        return arguments;
    }
}
