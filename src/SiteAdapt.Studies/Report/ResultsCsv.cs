using System.Globalization;
using CsvHelper;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>The results in long form: <c>results.csv</c>, a row for each cell of each table, and <c>patients.csv</c>, a row for each source patient.</summary>
static class ResultsCsv
{
    static readonly (string Name, Func<ResultTable, ResultColumn, ResultCell, object?> Value)[] Columns =
    [
        ("metric", (table, _, _) => table.Metric),
        ("place", (table, _, _) => Word(table.Place)),
        ("optimizer", (table, _, _) => Word(table.Optimizer)),
        ("norm_statistics", (table, _, _) => Word(table.NormStatistics)),
        ("budget", (_, column, _) => column.Budget),
        ("method", (_, _, cell) => cell.Method),
        ("is_bound", (_, _, cell) => cell.IsBound ? 1 : 0),
        ("mean", (_, _, cell) => cell.Mean),
        ("sd_over_seeds", (_, _, cell) => cell.Deviation),
        ("patients_low", (_, _, cell) => cell.OverPatients?.Low),
        ("patients_high", (_, _, cell) => cell.OverPatients?.High),
        ("sites_low", (_, _, cell) => cell.OverSites?.Low),
        ("sites_high", (_, _, cell) => cell.OverSites?.High),
        ("runs_expected", (_, _, cell) => cell.Runs.Expected),
        ("runs_used", (_, _, cell) => cell.Runs.Used),
        ("values_expected", (_, _, cell) => cell.Patients.Expected),
        ("values_missing", (_, _, cell) => cell.Patients.Missing),
        ("values_not_finite", (_, _, cell) => cell.Patients.NotFinite),
        ("mark", (_, column, cell) => column[cell.Method] is { } entry ? System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Mark.ToString()) : null),
        ("against_best", (_, column, cell) => column[cell.Method]?.AgainstBest?.Mean),
        ("against_best_patients_low", (_, column, cell) => column[cell.Method]?.AgainstBest?.OverPatients?.Low),
        ("against_best_patients_high", (_, column, cell) => column[cell.Method]?.AgainstBest?.OverPatients?.High),
        ("against_best_sites_low", (_, column, cell) => column[cell.Method]?.AgainstBest?.OverSites?.Low),
        ("against_best_sites_high", (_, column, cell) => column[cell.Method]?.AgainstBest?.OverSites?.High),
        ("p_wilcoxon_holm", (_, column, cell) => column[cell.Method]?.AgainstBest?.SignedRankP),
        ("p_sites_holm", (_, column, cell) => column[cell.Method]?.AgainstBest?.SitesP),
        ("rank_biserial", (_, column, cell) => column[cell.Method]?.AgainstBest?.RankBiserial),
        ("cohen_dz", (_, column, cell) => column[cell.Method]?.AgainstBest?.CohenDz),
        ("change_from", (_, _, cell) => cell.Change?.From),
        ("change", (_, _, cell) => cell.Change?.Mean),
        ("change_patients_low", (_, _, cell) => cell.Change?.OverPatients?.Low),
        ("change_patients_high", (_, _, cell) => cell.Change?.OverPatients?.High),
        ("gap_closed", (_, _, cell) => cell.GapClosed?.Share),
        ("gap_closed_low", (_, _, cell) => cell.GapClosed?.OverPatients?.Low),
        ("gap_closed_high", (_, _, cell) => cell.GapClosed?.OverPatients?.High),
        ("gap_closed_median_of_pairs", (_, _, cell) => cell.GapClosed?.MedianOfPairs),
        ("worst_site", (_, _, cell) => cell.Worst?.Site),
        ("worst_site_mean", (_, _, cell) => cell.Worst?.SiteMean),
        ("worst_tenth", (_, _, cell) => cell.Worst?.WorstTenth),
        ("sd_pairs", (_, _, cell) => cell.Variance?.Pair),
        ("sd_seeds", (_, _, cell) => cell.Variance?.Seed),
        ("sd_residual", (_, _, cell) => cell.Variance?.Residual),
        ("sd_run", (_, _, cell) => cell.Variance?.Run),
    ];

    static readonly string[] PatientColumns = ["optimizer", "method", "budget", "site", "subject", "before", "after", "change", "runs"];

    /// <summary>A method without a budget has a row in every column.</summary>
    public static void WriteTables(string path, IReadOnlyList<ResultTable> tables) => Write(path, Columns.Select(column => column.Name),
        from table in tables
        from column in table.Columns
        from method in table.Methods
        let cell = table[method, column.Budget]
        where cell is not null
        select Columns.Select(field => field.Value(table, column, cell)));

    public static void WritePatients(string path, IReadOnlyList<ForgottenPatient> patients) => Write(path, PatientColumns, patients.Select(one =>
        (IEnumerable<object?>)[Word(one.Optimizer), one.Method, one.Budget, one.Site, one.Subject, one.Before, one.After, one.Change, one.Runs]));

    static void Write(string path, IEnumerable<string> header, IEnumerable<IEnumerable<object?>> rows) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture }, leaveOpen: true);
        csv.WriteHeader([.. header]);
        foreach (var row in rows)
        {
            foreach (object? field in row) csv.WriteField(Convert.ToString(field, CultureInfo.InvariantCulture));
            csv.EndRecord();
        }
    });

    static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
