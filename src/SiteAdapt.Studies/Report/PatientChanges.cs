using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What one method with one budget did to a source patient, means over its runs.</summary>
public sealed record ForgottenPatient(OptimizerKind Optimizer, string Method, string Budget, string Site, string Subject, double? Before, double? After, double? Change, int Runs);

/// <summary>Forgetting patient by patient.</summary>
static class PatientChanges
{
    /// <summary>By optimizer, method and budget, in the plan's order; empty where the source is not looked at or has no patients' values.</summary>
    public static IReadOnlyList<ForgottenPatient> Of(ReportContent content) =>
    [
        .. from cell in content.Cells
           where cell is { IsNoAdaptation: false, NormStatistics: NormSource.Own, Source: not null, SourceModels: not null }
           from patient in Forgetting.Of(cell.Source!, cell.SourceModels!, new BootstrapOptions { Resamples = 1 }).Patients
           where patient.Values.Used > 0
           select new ForgottenPatient(cell.Optimizer, cell.Label, cell.Budget is null ? "" : BudgetName.Of(cell.Budget), patient.Site, patient.Subject, patient.Before, patient.After, patient.Change, patient.Values.Used),
    ];
}
