using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A table that a data set comes with, read cell by cell; faults name line, column and value and are said at once.</summary>
sealed class LabelTable
{
    readonly Dictionary<string, int> index;

    LabelTable(string path, List<CsvTable.Row> rows)
    {
        (Path, Columns, Faults) = (path, rows.Count == 0 ? [] : rows[0].Fields, new Faults(path));
        Rows = [.. rows.Skip(1).Where(r => !r.IsBlank)];
        index = Columns.Index().GroupBy(c => c.Item, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Index, StringComparer.Ordinal);
    }

    public string Path { get; }

    public string[] Columns { get; }

    public IReadOnlyList<CsvTable.Row> Rows { get; }

    public Faults Faults { get; }

    /// <exception cref="InputException">It cannot be read, or a column is missing.</exception>
    public static LabelTable Read(string path, IReadOnlyList<string> required)
    {
        var table = new LabelTable(path, CsvTable.Parse(TextFile.Read(path), path));
        foreach (string missing in required.Except(table.Columns))
            table.Faults.Add($"line 1: the column '{missing}' is missing; there are {string.Join(", ", table.Columns)}");
        table.Faults.ThrowIfAny();
        return table;
    }

    /// <summary>Whether a row has all columns up to the last required one, and no more than the header.</summary>
    public bool IsComplete(CsvTable.Row row, int required)
    {
        bool complete = row.Fields.Length >= required && row.Fields.Length <= Columns.Length;
        if (!complete) Faults.Add($"line {row.Line}: {row.Fields.Length} fields; the header has {Columns.Length} columns");
        return complete;
    }

    public string Cell(CsvTable.Row row, string column) => row.Fields[index[column]];

    public void Fault(CsvTable.Row row, string column, string expected) =>
        Faults.Add($"line {row.Line}: column '{column}': '{Cell(row, column)}' is not {expected}");
}
