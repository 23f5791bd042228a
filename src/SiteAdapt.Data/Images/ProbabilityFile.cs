using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Predicted probabilities of findings as a CSV table, <c>image,FINDING,...</c>, a row for each image.</summary>
public static class ProbabilityFile
{
    public static void Write(string path, IReadOnlyList<string> findings, IEnumerable<(string Image, IReadOnlyList<float> Probabilities)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        AtomicFile.WriteText(path, CsvTable.Line(findings.Prepend("image")) + string.Concat(rows.Select(row =>
            CsvTable.Line(row.Probabilities.Select(value => value.ToString("0.000000", CultureInfo.InvariantCulture)).Prepend(row.Image)))));
    }
}
