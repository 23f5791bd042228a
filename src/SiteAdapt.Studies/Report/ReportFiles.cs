namespace SiteAdapt.Studies;

/// <summary>Writes what a study has to say: <c>index.html</c>, <c>markdown/</c>, <c>results.json</c>, <c>results.csv</c> and <c>patients.csv</c>.</summary>
public static class ReportFiles
{
    /// <summary>Where a report goes if nothing else is said.</summary>
    public static string DefaultFolder(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Path.Combine(study.Results, $"{study.Name}.report");
    }

    /// <param name="scores">Of the study, done or half done.</param>
    /// <param name="folder">Where the files go; files of an earlier report there are replaced.</param>
    /// <param name="command">What makes the report again.</param>
    /// <returns>What was written, as data.</returns>
    /// <exception cref="Imaging.InputException">A file of the study cannot be read.</exception>
    public static ResultsDocument Write(StudyScores scores, string folder, string command)
    {
        var content = ReportContent.Of(scores);
        var document = ResultsDocument.Of(content);
        document.Write(Path.Combine(folder, "results.json"));
        ResultsCsv.WriteTables(Path.Combine(folder, "results.csv"), document.Tables);
        ResultsCsv.WritePatients(Path.Combine(folder, "patients.csv"), document.SourcePatients);
        var page = ReportPage.Make(content, command);
        MarkdownView.Write(Path.Combine(folder, "markdown", "index.md"), page);
        HtmlPage.Write(Path.Combine(folder, "index.html"), page); // the last: what is looked at names the others
        return document;
    }
}
