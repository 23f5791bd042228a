namespace SiteAdapt.Data;

/// <summary>A case's labels as training and evaluation take them.</summary>
public static class FindingLabels
{
    // U-ones of the nearest published code (protocol section 2.3); CheXpert's name of effusion and everybody else's
    static readonly string[] UncertainIsPresent = ["Edema", "Atelectasis", "Pleural Effusion", "Effusion"];

    /// <summary>
    /// For each finding 1 (present), 0 (absent), or NaN where it has no part in loss and score: the case has no value for it
    /// (its site does not label it), or an uncertain one under <see cref="UncertainPolicy.Ignore"/>.
    /// </summary>
    public static float[] Of(Case source, IReadOnlyList<string> findings, TaskSettings task)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(task);
        return [.. findings.Select(finding => source.Findings.GetValueOrDefault(finding) switch
        {
            null => float.NaN,
            -1 => Uncertain(finding, task.Uncertain),
            int value => value,
        })];
    }

    static float Uncertain(string finding, UncertainPolicy policy) => policy switch
    {
        UncertainPolicy.Ones => 1,
        UncertainPolicy.Zeros => 0,
        UncertainPolicy.Mixed => UncertainIsPresent.Contains(finding) ? 1 : 0,
        _ => float.NaN,
    };
}
