using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>What a study must fulfil whatever its data are.</summary>
static class StudyCheck
{
    public static void Check(StudyDefinition study, Faults faults)
    {
        void Require(bool holds, string message)
        {
            if (!holds) faults.Add(message);
        }
        Require(study.Name.Length > 0 && study.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && !study.Name.StartsWith('.'),
            $"'name' is '{study.Name}'; expected letters, digits and . _ -, since files are named by it");
        Require(study.Manifest is not null || study.Simulation is not null || study.Sites.Any(site => site.Patients is not null),
            "no data is given: name a manifest with 'data', simulated sites with 'simulation', or sites with their numbers of patients with 'sites'");
        Require(study.Manifest is null || study.Simulation is null, "'data' and 'simulation' cannot both be given");
        if (study.Simulation is { } simulation) SimulatedData.Check(simulation, faults);
        bool none = study.Methods.All(method => (method.Optimizers ?? study.Optimizers).All(optimizer => PlannedMethods.HasNoBudget(method.Resolve(optimizer))));
        Require(none || study.Budgets.Count > 0, "'budgets' is missing: say how many annotated target patients the methods may use, such as [1, 2]");
        Require(!study.Budgets.Any(budget => study.Task.IsClassification ? budget.Slices is not null : budget.Images is not null),
            study.Task.IsClassification ? "'budgets' has slices, but an image is one slice; use images or patients" : "'budgets' has images, which are for classification; use patients and slices");
        Require(study.Evaluation.Target || study.Evaluation.Source, "'evaluate.sites' is empty; expected target, source or both");
        foreach (var question in study.Comparisons)
        {
            foreach (string label in new[] { question.First, question.Second }.Where(label => study.Methods.All(method => method.Label != label)))
                faults.Add($"'compare.methods' names '{label}', which is no label of 'methods': {string.Join(", ", study.Methods.Select(method => method.Label))}");
            foreach (var norm in new[] { question.FirstStatistics, question.SecondStatistics }.Where(norm => !study.Evaluation.NormStatistics.Contains(norm)).Distinct())
                faults.Add($"'compare.statistics' asks for {norm.ToString().ToLowerInvariant()}, which 'evaluate.norm_statistics' does not list");
        }
        foreach (var (name, training) in new[] { ("training", study.Training), ("pretraining", study.Pretraining) })
            foreach (string fault in training.Faults()) faults.Add($"'{name}': {fault}");
        foreach (var budget in study.Budgets.Where(budget => study.Budgets.Count(other => other == budget) > 1).Distinct())
            faults.Add($"'budgets' has {budget} more than once");
    }
}
