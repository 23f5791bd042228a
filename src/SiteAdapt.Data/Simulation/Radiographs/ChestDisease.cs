namespace SiteAdapt.Data;

/// <summary>Which findings a chest has at one examination, and how severe each is (0 barely visible, 1 extensive).</summary>
public sealed record ChestDisease(IReadOnlyDictionary<ChestFinding, double> Severities)
{
    /// <summary>How likely a finding is still there at the next examination of the same person.</summary>
    const double Persistence = 0.7;

    const double SeverityDrift = 0.15;

    public static ChestDisease None { get; } = new(new Dictionary<ChestFinding, double>());

    public bool Has(ChestFinding finding) => Severities.ContainsKey(finding);

    /// <summary>0 where the finding is absent.</summary>
    public float Severity(ChestFinding finding) => (float)Severities.GetValueOrDefault(finding);

    /// <summary>
    /// The examinations of one person in time. Findings depend on each other through hidden causes that raise or lower the log odds
    /// of several: heart failure, infection, smoking, intensive care.
    /// </summary>
    public static IReadOnlyList<ChestDisease> Course(FindingLabelSet labels, int examinations, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(stream);
        double[] causes = [.. Enumerable.Range(0, Causes).Select(_ => stream.NextNormal())];
        var course = new List<ChestDisease>();
        for (int i = 0; i < examinations; i++) course.Add(Draw(labels, causes, course.LastOrDefault(), stream));
        return course;
    }

    const int Causes = 4;

    /// <summary>Weight of heart failure, infection, smoking and intensive care in the log odds.</summary>
    static double[] Weights(ChestFinding finding) => finding switch
    {
        ChestFinding.Cardiomegaly => [1.2, 0, 0, 0],
        ChestFinding.Edema => [1.2, 0, 0, 0.6],
        ChestFinding.Effusion => [0.8, 0.5, 0, 0.5],
        ChestFinding.Consolidation => [0, 1.2, 0, 0.4],
        ChestFinding.Atelectasis => [0, 0.5, 0, 0.7],
        ChestFinding.Pneumothorax => [0, 0, 0.5, 0.6],
        ChestFinding.Emphysema => [-0.3, 0, 1.2, 0],
        ChestFinding.Nodule or ChestFinding.Mass => [0, 0, 0.8, 0],
        _ => [0.3, 0.2, 0, 1.2],
    };

    static ChestDisease Draw(FindingLabelSet labels, double[] causes, ChestDisease? before, RandomStream stream)
    {
        var severities = new Dictionary<ChestFinding, double>();
        foreach (ChestFinding finding in Enum.GetValues<ChestFinding>())
        {
            double[] weights = Weights(finding);
            double chance = Chance(labels.Prevalence(finding), weights.Zip(causes, (w, c) => w * c).Sum(), weights.Sum(w => w * w));
            // Always the same number of draws, so that one finding does not change the others
            double drawn = stream.NextDouble(), severity = stream.NextDouble(), stays = stream.NextDouble(), drift = stream.NextNormal();
            if (before is not null && stays < Persistence)
            {
                if (before.Has(finding)) severities[finding] = Math.Clamp(before.Severity(finding) + SeverityDrift * drift, 0, 1);
            }
            else if (drawn < chance)
                severities[finding] = severity;
        }
        return new ChestDisease(severities);
    }

    /// <summary>
    /// Of one person, so that the mean over people is near the prevalence: E sigmoid(a + sZ) is about sigmoid(a / sqrt(1 + pi s^2 / 8))
    /// (MacKay 1992).
    /// </summary>
    static double Chance(double prevalence, double cause, double variance)
    {
        double centre = Math.Log(prevalence / (1 - prevalence)) * Math.Sqrt(1 + Math.PI * variance / 8);
        return 1 / (1 + Math.Exp(-centre - cause));
    }
}
