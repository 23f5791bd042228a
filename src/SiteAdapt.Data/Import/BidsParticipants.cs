using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A person of <c>participants.tsv</c>.</summary>
sealed record BidsParticipant(string Site, double? Age, string? Sex);

/// <summary><c>participants.tsv</c>: tab-separated, missing values are <c>n/a</c> (BIDS 1.9, "Participants file").</summary>
static class BidsParticipants
{
    const string Missing = "n/a";

    /// <exception cref="InputException">The file, a column, a subject or its site is missing.</exception>
    public static Dictionary<string, BidsParticipant> Read(string root, string siteColumn, IEnumerable<string> subjects)
    {
        string path = Path.Combine(root, "participants.tsv");
        if (!File.Exists(path))
            throw new InputException($"{path}: there is no such file; it says which site each subject is from (columns participant_id and {siteColumn}). Write it, or use --layout folders with a folder for each site.");
        var rows = CsvTable.Parse(TextFile.Read(path), path, '\t').Where(row => !row.IsBlank).ToList();
        string[] columns = rows.Count == 0 ? [] : rows[0].Fields;
        int id = Column("participant_id"), site = Column(siteColumn);
        var faults = new Faults(path);
        if (id < 0) faults.Add("line 1: the column 'participant_id' is missing");
        if (site < 0) faults.Add($"line 1: the column '{siteColumn}' is missing; there are {string.Join(", ", columns)}. Name the one with the site with --site-column");
        faults.ThrowIfAny();
        int age = Column("age"), sex = Column("sex");
        var people = new Dictionary<string, BidsParticipant>(StringComparer.Ordinal);
        foreach (var row in rows.Skip(1))
        {
            string? Cell(int column) => column >= 0 && column < row.Fields.Length && row.Fields[column] is { Length: > 0 } text && text != Missing ? text : null;
            if (Cell(id) is not { } subject) faults.Add($"line {row.Line}: column 'participant_id' is empty");
            else if (!people.TryAdd(Named(subject), new BidsParticipant(ImageFiles.CleanName(Cell(site) ?? ""), Years(Cell(age)), Cell(sex)))) faults.Add($"line {row.Line}: '{subject}' is there twice");
        }
        foreach (string subject in subjects)
        {
            if (!people.TryGetValue(subject, out var person)) faults.Add($"'{subject}' has images and no line");
            else if (person.Site.Length == 0) faults.Add($"'{subject}' has no site in column '{columns[site]}'");
        }
        faults.ThrowIfAny();
        return people;

        int Column(string name) => Array.FindIndex(columns, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    static string Named(string subject) => subject.StartsWith("sub-", StringComparison.Ordinal) ? subject : $"sub-{subject}";

    /// <summary>Ages above 89 are written "89+" where they would identify somebody.</summary>
    static double? Years(string? text) => double.TryParse(text?.TrimEnd('+'), NumberStyles.Float, CultureInfo.InvariantCulture, out double years) && double.IsFinite(years) ? years : null;
}
