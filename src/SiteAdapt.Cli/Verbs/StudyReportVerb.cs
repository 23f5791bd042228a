using System.CommandLine;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>study report FILE</c>: what a study has to say, done or half done.</summary>
static class StudyReportVerb
{
    public static Command Build()
    {
        var file = StudyOptions.File();
        var folder = new Option<DirectoryInfo?>("--out") { Description = "Folder for page and files (default: RESULTS/NAME.report)" };
        var json = CommonOptions.Json();
        var command = new Verb("report", "Write the page of a study: tables, tests, charts, and what is missing; also as Markdown, CSV and JSON",
            "siteadapt study report studies/small-table2.yaml",
            "siteadapt study report studies/small-table2.yaml --out report --json")
        {
            file, folder, json,
        };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            string path = parsed.GetValue(file)!;
            var plan = StudyPlan.Load(path);
            string? given = parsed.GetValue(folder)?.FullName;
            string target = given ?? ReportFiles.DefaultFolder(plan.Study);
            var document = ReportFiles.Write(StudyScores.Read(plan), target, CommandOf(path, given));
            WinnersTable.Print(document, new Output(parsed.GetValue(json)));
            Output.Note($"Look at {Path.Combine(target, "index.html")}");
        }, CancellationToken.None));
        return command;
    }

    /// <summary>As it would be typed in the folder of the study file.</summary>
    /// <param name="folder">Full path, or null: the default.</param>
    public static string CommandOf(string file, string? folder)
    {
        string home = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return $"siteadapt study report {Quoted(Path.GetFileName(file))}{(folder is null ? "" : $" --out {Quoted(Path.GetRelativePath(home, folder).Replace('\\', '/'))}")}";
    }

    static string Quoted(string path) => path.Any(char.IsWhiteSpace) ? $"\"{path}\"" : path;
}
