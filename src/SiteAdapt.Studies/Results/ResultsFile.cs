using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>
/// <c>results.json</c> (a list of rows) and <c>results.csv</c> (the same names as columns). The same rows give the same bytes,
/// in whatever order they come.
/// </summary>
public static class ResultsFile
{
    static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    const string Expected = "Expected the results.json that a demo or a study wrote.";

    static readonly string[] Columns =
    [
        "method", "source", "target", "patients", "slices", "seed", "target_surface_dice", "target_dice",
        "source_surface_dice_before", "source_surface_dice_after", "tolerance_mm", "optimizer",
    ];

    static readonly CsvWriterOptions CsvOptions = CsvWriterOptions.Default with
    {
        NewLine = "\n",
        FormatProvider = CultureInfo.InvariantCulture,
    };

    /// <summary>Rows in the order of files and tables: optimizer, source, target, seed, budget, method.</summary>
    public static IReadOnlyList<ResultRow> Sort(IEnumerable<ResultRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. rows
            .OrderBy(row => row.Optimizer, StringComparer.Ordinal)
            .ThenBy(row => row.Source, StringComparer.Ordinal)
            .ThenBy(row => row.Target, StringComparer.Ordinal)
            .ThenBy(row => row.Seed)
            .ThenBy(row => row.Patients)
            .ThenBy(row => row.Slices)
            .ThenBy(row => row.Method, MethodNames.Order)];
    }

    /// <exception cref="InputException">A score is not a fraction, a field is empty, or two rows say the same thing.</exception>
    public static void WriteJson(string path, IEnumerable<ResultRow> rows)
    {
        string text = JsonSerializer.Serialize(Checked(path, rows), Options);
        AtomicFile.WriteText(path, text + "\n");
    }

    /// <inheritdoc cref="WriteJson"/>
    public static void WriteCsv(string path, IEnumerable<ResultRow> rows)
    {
        var sorted = Checked(path, rows);
        AtomicFile.Write(path, stream =>
        {
            using var csv = CsvWriter.Create(stream, CsvOptions, leaveOpen: true);
            csv.WriteHeader(Columns);
            foreach (var row in sorted) WriteFields(csv, row);
        });
    }

    /// <summary>Reads <c>results.json</c> back, in its order. Keys that are not of the schema are passed over.</summary>
    /// <exception cref="InputException">No such file, no JSON list of rows, a missing key, or a value out of range.</exception>
    public static IReadOnlyList<ResultRow> ReadJson(string path)
    {
        List<ResultRow?>? rows;
        try
        {
            using var stream = File.OpenRead(path);
            rows = JsonSerializer.Deserialize<List<ResultRow?>>(stream, Options);
        }
        catch (JsonException fault)
        {
            throw new InputException($"{path}: not a list of result rows ({fault.Message}). {Expected}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({fault.Message}). {Expected}", fault);
        }
        if (rows is null)
            throw new InputException($"{path}: holds null, expected a list of result rows.");
        ResultRowCheck.Check(path, rows);
        return rows!;
    }

    static IReadOnlyList<ResultRow> Checked(string path, IEnumerable<ResultRow> rows)
    {
        var sorted = Sort(rows);
        ResultRowCheck.Check(path, sorted);
        return sorted;
    }

    static void WriteFields(CsvWriter csv, ResultRow row)
    {
        foreach (string name in new[] { row.Method, row.Source, row.Target }) csv.WriteField(name);
        foreach (long number in new[] { row.Patients, row.Slices, row.Seed }) csv.WriteField(number);
        csv.WriteField(row.TargetSurfaceDice);
        csv.WriteField(row.TargetDice);
        csv.WriteField(row.SourceSurfaceDiceBefore);
        csv.WriteField(row.SourceSurfaceDiceAfter);
        csv.WriteField(row.ToleranceMm);
        csv.WriteField(row.Optimizer);
        csv.EndRecord();
    }
}
