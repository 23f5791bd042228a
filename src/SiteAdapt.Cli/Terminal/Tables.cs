using System.Globalization;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>Tables in one style: names to the left, numbers to the right with a fixed number of digits.</summary>
static class Tables
{
    /// <summary>A line as it stands: long paths must not be wrapped.</summary>
    public static void Line(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(PlainText.Of(text));

    /// <param name="columns">Headings; "&gt;" before one aligns the column to the right, a line break keeps a column of short numbers narrow.</param>
    public static Table Make(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(Markup.Escape(columns[i].TrimStart('>'))).NoWrap();
            table.AddColumn(columns[i].StartsWith('>') ? column.RightAligned() : column);
        }
        return table;
    }

    /// <summary>A table whose last column holds names or paths of any length: without a rule, which would wrap with them.</summary>
    public static Table List(params string[] columns)
    {
        var table = Make(columns).Border(TableBorder.None);
        foreach (var column in table.Columns) column.PadLeft(2).PadRight(1);
        return table;
    }

    public static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => new Text(PlainText.Of(cell)))]);

    /// <summary>A score with three digits; NaN and infinity as words.</summary>
    public static string Score(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : Word(value);

    public static string Millimetres(double value) => double.IsFinite(value) ? value.ToString("0.00", CultureInfo.InvariantCulture) : Word(value);

    public static string Millilitres(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Tolerance(double millimetres) => string.Create(CultureInfo.InvariantCulture, $"{millimetres:0.##} mm");

    /// <summary>"1 subject", "2 subjects".</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    public static string Change(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    static string Word(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
