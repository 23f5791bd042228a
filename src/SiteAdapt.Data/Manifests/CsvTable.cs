using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Rows of separated values with the line that each begins in (RFC 4180: quoted fields may hold separators, doubled quotation
/// marks and line breaks). Fields are trimmed unless quoted; a byte order mark and CR LF are accepted.
/// </summary>
static class CsvTable
{
    public readonly record struct Row(int Line, string[] Fields)
    {
        public bool IsBlank => Fields.All(f => f.Length == 0);
    }

    /// <summary>Reads a text; <paramref name="path"/> stands in messages only.</summary>
    /// <exception cref="InputException">A quotation mark that is never closed, or text behind a closed one.</exception>
    public static List<Row> Parse(string text, string path, char separator = ',')
    {
        var rows = new List<Row>();
        var fields = new List<string>();
        (int at, int line, int rowLine) = (text.StartsWith('\uFEFF') ? 1 : 0, 1, 1);
        while (at < text.Length)
        {
            fields.Add(Field(text, path, separator, ref at, ref line));
            if (at < text.Length && text[at] == separator)
            {
                at++;
                if (at < text.Length) continue;
                fields.Add("");
            }
            rows.Add(new Row(rowLine, [.. fields]));
            fields.Clear();
            SkipLineEnd(text, ref at, ref line);
            rowLine = line;
        }
        return rows;
    }

    static string Field(string text, string path, char separator, ref int at, ref int line)
    {
        int start = at;
        while (at < text.Length && text[at] is ' ') at++;
        if (at < text.Length && text[at] == '"') return Quoted(text, path, separator, ref at, ref line);
        while (at < text.Length && text[at] != separator && text[at] is not '\n' and not '\r') at++;
        return text[start..at].Trim();
    }

    static string Quoted(string text, string path, char separator, ref int at, ref int line)
    {
        var field = new StringBuilder();
        int opened = line;
        for (at++; ; at++)
        {
            if (at >= text.Length) throw new InputException($"{path}: line {opened}: a quotation mark is opened and never closed");
            if (text[at] == '\n') line++;
            if (text[at] != '"') field.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') field.Append(text[at++]);
            else break;
        }
        at++;
        while (at < text.Length && text[at] is ' ') at++;
        if (at < text.Length && text[at] != separator && text[at] is not '\n' and not '\r')
            throw new InputException($"{path}: line {line}: text stands behind a closed quotation mark; double the marks inside a quoted field");
        return field.ToString();
    }

    static void SkipLineEnd(string text, ref int at, ref int line)
    {
        if (at >= text.Length) return;
        if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
        at++;
        line++;
    }

    /// <summary>One line, with the fields quoted that need it.</summary>
    public static string Line(IEnumerable<string> fields, char separator = ',') =>
        string.Join(separator, fields.Select(field => Escaped(field, separator))) + "\n";

    static string Escaped(string field, char separator)
    {
        bool plain = field.Length == field.Trim().Length && !field.Contains('"') && !field.Contains(separator) && field.IndexOfAny(['\r', '\n']) < 0;
        return plain ? field : $"\"{field.Replace("\"", "\"\"")}\"";
    }
}
