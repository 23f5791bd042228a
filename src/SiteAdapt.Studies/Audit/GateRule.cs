namespace SiteAdapt.Studies;

/// <summary>What one metric must reach at one place before the model may be used.</summary>
/// <param name="Metric">As in the scores: surface_dice, dice, auc, hd95 ...</param>
/// <param name="At">"target", "source", or a site's name.</param>
/// <param name="Part">A structure or a finding; null: all of them.</param>
/// <param name="Mean">The least mean; of a distance the largest.</param>
/// <param name="Bound">The least lower end of the 95 % interval; of a distance the largest upper end.</param>
/// <param name="WorstSubgroup">The least mean of any subgroup; of a distance the largest.</param>
/// <param name="Subgroups">The dimensions that subgroups are taken from: sex, age, scanner, site.</param>
/// <param name="Forgetting">The most that the source's patients may lose on average.</param>
/// <param name="Patients">The fewest test patients at each of the sites.</param>
public sealed record GateRule(
    string Metric, string At, string? Part, double? Mean, double? Bound, double? WorstSubgroup, IReadOnlyList<string> Subgroups, double? Forgetting, int? Patients)
{
    public const string Target = "target", Source = "source";

    /// <summary>"surface_dice at target", for a list of what was judged.</summary>
    public string Title => $"{Metric}{(Part is null ? "" : $" of {Part}")} at {At}";
}
