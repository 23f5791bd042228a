namespace SiteAdapt.Learning;

/// <summary>One line of a run's history, written after every epoch.</summary>
/// <param name="Epoch">Counted from 0.</param>
/// <param name="Step">Steps done so far.</param>
/// <param name="Loss">Mean data loss over the epoch's steps.</param>
/// <param name="Measures">Means over the epoch of what else the method tells, such as the use of SpotTUNet's gates.</param>
/// <param name="Validation">Scores on the validation cases, where asked for.</param>
public sealed record MetricRow(int Epoch, int Step, double Loss, double LearningRate, IReadOnlyDictionary<string, double>? Validation,
    IReadOnlyDictionary<string, double>? Measures = null);
