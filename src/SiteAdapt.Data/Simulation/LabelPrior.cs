using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Grey levels of labels in T1-weighted heads, read from a tab-separated table with the columns
/// <c>label class mean mean_sd sd sd_sd brain</c>: mean level and its spread between people, spread within the label, and
/// 1 where the brain mask holds the label.
/// </summary>
sealed class LabelPrior
{
    static readonly string[] Columns = ["label", "class", "mean", "mean_sd", "sd", "sd_sd", "brain"];

    readonly Dictionary<int, Row> rows = [];
    readonly string path;

    LabelPrior(string path) => this.path = path;

    public readonly record struct Row(int Label, int Class, double Mean, double MeanSpread, double Spread, bool IsBrain);

    /// <summary>The row of a label.</summary>
    /// <exception cref="InputException">The table has none.</exception>
    public Row Of(int label, string mapFile) => rows.TryGetValue(label, out Row row)
        ? row
        : throw new InputException($"{mapFile}: has label {label}, which {path} does not list; add a line for it, or remove the map");

    /// <summary>Mean level of white matter, against which all others are taken.</summary>
    public double White => rows.Values
        .Where(row => LabelTissues.Of(row.Label) == Tissue.WhiteMatter).Select(row => row.Mean)
        .DefaultIfEmpty(rows.Values.Where(row => row.IsBrain).Select(row => row.Mean).DefaultIfEmpty(1).Max()).First();

    public static LabelPrior Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException(
                $"{path}: is missing; it gives the grey levels of the labels, as tab-separated columns {string.Join(' ', Columns)}");
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || !lines[0].TrimEnd().Split('\t').SequenceEqual(Columns))
            throw new InputException(
                $"{path}: line 1 is '{lines.FirstOrDefault()}'; expected the tab-separated columns {string.Join(' ', Columns)}");
        var prior = new LabelPrior(path);
        for (int i = 1; i < lines.Length; i++)
            if (lines[i].Trim().Length > 0) prior.Add(lines[i].TrimEnd().Split('\t'), i + 1);
        return prior;
    }

    void Add(string[] cells, int line)
    {
        double Number(int column)
        {
            string cell = column < cells.Length ? cells[column] : "";
            if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value) && value >= 0)
                return value;
            throw new InputException($"{path}: line {line}, column {Columns[column]}: '{cell}' is no number of 0 or more");
        }
        int label = Whole(Number(0));
        if (!rows.TryAdd(label, new Row(label, Whole(Number(1)), Number(2), Number(3), Number(4), Number(6) != 0)))
            throw new InputException($"{path}: line {line}: label {label} was listed before; keep one line per label");

        int Whole(double value) => value == Math.Floor(value) && value < 1 << 24
            ? (int)value
            : throw new InputException(string.Create(CultureInfo.InvariantCulture,
                $"{path}: line {line}: {value} is no label or class; expected a whole number"));
    }
}
