using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// A table of the paper's kind: methods down, budgets across, for one metric, optimizer and place. Its cells are the results
/// schema of the project (docs/reference/results.md): page, Markdown, CSV and JSON are views of them.
/// </summary>
/// <param name="Columns">A column for each budget, smallest first; one alone where no method has a budget.</param>
/// <param name="Cells">By method and budget; a method without a budget has one cell, which stands in every column.</param>
public sealed record ResultTable(
    string Metric, OptimizerKind Optimizer, NormSource NormStatistics, ScorePlace Place, IReadOnlyList<ResultColumn> Columns, IReadOnlyList<ResultCell> Cells)
{
    /// <summary>Methods in their order.</summary>
    public IEnumerable<string> Methods => Cells.Select(cell => cell.Method).Distinct();

    /// <summary>The cell of a method in a column; null where the method does not run with that budget.</summary>
    public ResultCell? this[string method, string budget] => Cells.FirstOrDefault(cell => cell.Method == method && (cell.Budget is null || cell.Budget == budget));
}

/// <summary>What is said of a column as a whole.</summary>
/// <param name="Budget">Its name.</param>
/// <param name="Test">The test that the marks follow; null where there is nothing to compare or none is to be trusted.</param>
/// <param name="Trust">Which test to trust for these pairs of sites, and why.</param>
/// <param name="Runs">Runs that all competing methods have, which the marks stand on.</param>
/// <param name="Methods">The methods that compete.</param>
public sealed record ResultColumn(string Budget, PairedTest? Test, string Trust, ValueCounts Runs, IReadOnlyList<ColumnEntry> Methods)
{
    public ColumnEntry? this[string method] => Methods.FirstOrDefault(entry => entry.Method == method);

    public string? Best => Methods.FirstOrDefault(entry => entry.Mark == ColumnMark.Best)?.Method;
}

/// <summary>A method of a column.</summary>
/// <param name="AgainstBest">Method minus best; null for the best and for a method without values.</param>
public sealed record ColumnEntry(string Method, ColumnMark Mark, ColumnDifference? AgainstBest);

/// <summary>A paired difference with its tests.</summary>
/// <param name="Mean">Taken as a table's means are.</param>
/// <param name="OverPatients">95 % interval for other patients of these sites.</param>
/// <param name="OverSites">95 % interval for other sites.</param>
/// <param name="SignedRankP">Wilcoxon's p over pairs, corrected by Holm over the column.</param>
/// <param name="SitesP">The site bootstrap's p, corrected by Holm over the column.</param>
/// <param name="RankBiserial">Matched-pairs rank-biserial correlation.</param>
/// <param name="CohenDz">Mean over pairs in standard deviations of the pairs' differences.</param>
public sealed record ColumnDifference(double? Mean, Interval? OverPatients, Interval? OverSites, double? SignedRankP, double? SitesP, double? RankBiserial, double? CohenDz);
