namespace SiteAdapt.Studies;

/// <summary>The patients that lost most, with what each method changed; all of them are in patients.csv.</summary>
static class ReportPatients
{
    const int Most = 12;

    public static IEnumerable<Block> Of(MetricText metric, IReadOnlyList<ForgottenPatient> changes)
    {
        foreach (var group in changes.GroupBy(change => (change.Optimizer, change.Budget)).Where(group => group.Key.Budget.Length > 0))
        {
            List<string> methods = [.. group.Select(change => change.Method).Distinct()];
            var patients = group.GroupBy(change => (change.Site, change.Subject)).OrderBy(patient => (metric.HigherIsBetter ? 1 : -1) * patient.Min(change => change.Change ?? double.PositiveInfinity)).ToList();
            yield return new TableBlock([new("Patient"), new("Site"), new("Source model", true), .. methods.Select(method => new TableColumn(method, IsNumber: true))],
                [.. patients.Take(Most).Select(patient => new TableRow([new(patient.Key.Subject), new(patient.Key.Site), new(patient.First().Before is { } before ? metric.Value(before) : ""),
                    .. methods.Select(method => new TableCell(patient.FirstOrDefault(change => change.Method == method)?.Change is { } change ? metric.Difference(change) : ""))]))],
                $"{PageText.Name(group.Key.Optimizer)}, {group.Key.Budget}: change of each source patient's {metric.Name}, means over runs; the {Math.Min(Most, patients.Count)} of {patients.Count} patients with the largest loss by any method. All are in patients.csv.");
        }
    }
}
