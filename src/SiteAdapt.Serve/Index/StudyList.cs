using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>A study in the list.</summary>
/// <param name="Path">Of its file, below the served folder.</param>
/// <param name="Results">Its results folder, likewise; null where that is not below the served folder.</param>
/// <param name="Report">The address of its report page; null where there is none yet.</param>
/// <param name="Problem">Why nothing more can be shown.</param>
sealed record StudyRow(string Path, string Name, string? Results, string? Report, int Done, int Failed, int Started, string? Problem);

/// <summary>The studies of the folder: every YAML file that has a study's 'methods' and lies with its results below the folder.</summary>
sealed class StudyList(ServedFolder folder, FolderIndex index)
{
    const int LongestFile = 1 << 20;
    readonly FileCache<(StudyDefinition? Study, string? Problem)?> files = new(Read);

    public IReadOnlyList<StudyRow> Rows()
    {
        var found = index.Files;
        var units = found.Units.ToLookup(unit => ResultsOf(unit.Folder), StringComparer.Ordinal);
        return [.. found.Yaml.Select(file => Row(file, units)).OfType<StudyRow>()];
    }

    /// <summary>The study of a file that is in the list, with its results below the folder.</summary>
    /// <exception cref="InputException">It cannot be shown; the message says why, and nothing of what stands in other files.</exception>
    public StudyDefinition Open(string? path)
    {
        if (folder.FindFile(path) is not { } file || files.Of(file) is not { } read) throw new InputException($"{path}: there is no such study here.");
        if (read.Study is not { } study) throw new InputException($"{path}: {read.Problem}");
        return folder.Inside(study.Results) is null ? throw new InputException($"{path}: {Outside}") : study;
    }

    public string? ReportOf(StudyDefinition study) => new[] { ReportFiles.DefaultFolder(study), study.Results }
        .Where(report => File.Exists(System.IO.Path.Combine(report, "results.json")) && File.Exists(System.IO.Path.Combine(report, ReportPages.Index)))
        .Select(report => folder.RelativeOf(System.IO.Path.Combine(report, ReportPages.Index)))
        .FirstOrDefault(report => folder.FindFile(report) is not null);

    const string Outside = "has no results below this folder: it was not run yet, or its results are elsewhere. Serve a folder that holds both.";

    StudyRow? Row(string file, ILookup<string, FoundUnit> units)
    {
        if (files.Of(file) is not { } read) return null;
        string path = folder.RelativeOf(file);
        if (read.Study is not { } study) return new StudyRow(path, System.IO.Path.GetFileNameWithoutExtension(file), null, null, 0, 0, 0, read.Problem);
        if (folder.Inside(study.Results) is not { } results) return new StudyRow(path, study.Name, null, null, 0, 0, 0, Outside);
        List<FoundUnit> its = [.. units[results]];
        return new StudyRow(path, study.Name, folder.RelativeOf(results), ReportOf(study), its.Count(unit => unit.Done), its.Count(unit => unit.Failed && !unit.Done), its.Count, null);
    }

    /// <summary>RESULTS/units/KIND/HASH.</summary>
    static string ResultsOf(string unit) => System.IO.Path.GetFullPath(System.IO.Path.Combine(unit, "..", "..", ".."));

    /// <summary>Null where it is no study: settings and tasks are YAML too.</summary>
    static (StudyDefinition? Study, string? Problem)? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: > 0 and <= LongestFile } || !File.ReadLines(file).Any(line => line.StartsWith("methods", StringComparison.Ordinal))) return null;
            return (StudyFile.Load(file), null);
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            // The fault may quote another file that this one names.
            return (null, "cannot be read as a study. 'siteadapt study plan' with this file says why.");
        }
    }
}
