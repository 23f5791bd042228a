using System.CommandLine;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary>How subjects are split; a property of the data, the same for every run on it.</summary>
sealed class SplitOptions
{
    readonly Option<long?> seed = new("--split-seed") { Description = "Seed of the split into training, validation and test subjects (default 0)" };
    readonly Option<string?> counts = new("--split-counts") { Description = "Subjects of each site for training/validation/test, e.g. 45/5/10 (default: 75/8/17 %)" };
    readonly Option<string?> list = new("--split-list") { Description = "A table site,subset,order,subject_id, or a published list: cc359, msm" };

    public void AddTo(Command command)
    {
        command.Options.Add(seed);
        command.Options.Add(counts);
        command.Options.Add(list);
    }

    /// <summary>What was given, or <paramref name="otherwise"/> where nothing was.</summary>
    public SplitRecord Read(ParseResult parsed, SplitRecord otherwise)
    {
        var (s, c, l) = (parsed.GetValue(seed), parsed.GetValue(counts), parsed.GetValue(list));
        if (l is not null && (s ?? (object?)c) is not null) throw new InputException("--split-list: gives the split; leave --split-seed and --split-counts out.");
        return s is null && c is null && l is null ? otherwise : new SplitRecord(s ?? 0, c, l is not null && File.Exists(l) ? Path.GetFullPath(l) : l);
    }
}
