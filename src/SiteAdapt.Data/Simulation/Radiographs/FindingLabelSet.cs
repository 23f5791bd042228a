using System.Collections.Immutable;

namespace SiteAdapt.Data;

/// <summary>Which findings a site labels, under which names, and how common they are there.</summary>
public sealed class FindingLabelSet
{
    /// <summary>Below this severity a reader who may say "uncertain" does so every second time.</summary>
    const double Faint = 0.15;

    readonly IReadOnlyList<(string Name, ChestFinding[] Any)> labels;
    readonly IReadOnlyDictionary<ChestFinding, double> prevalences;
    readonly bool hasUncertain;

    FindingLabelSet(string like, (string, ChestFinding[])[] own, bool hasUncertain, Dictionary<ChestFinding, double> prevalences)
    {
        (Like, this.hasUncertain, this.prevalences) = (like, hasUncertain, prevalences);
        labels = [.. Shared.Select(finding => (finding.ToString(), new[] { finding })), .. own];
    }

    static readonly ChestFinding[] Shared =
    [
        ChestFinding.Atelectasis, ChestFinding.Cardiomegaly, ChestFinding.Consolidation, ChestFinding.Edema, ChestFinding.Effusion,
        ChestFinding.Pneumothorax,
    ];

    /// <summary>
    /// As CheXpert: nodules and masses are one label, devices are labelled, faint findings may be uncertain (-1). Ill people, mostly
    /// in bed; rare findings are commoner than there, so that a small set has some.
    /// </summary>
    public static FindingLabelSet CheXpert { get; } = new("CheXpert",
        [("Lung Lesion", [ChestFinding.Nodule, ChestFinding.Mass]), ("Support Devices", [ChestFinding.Devices])], hasUncertain: true,
        Prevalences(0.20, 0.22, 0.15, 0.22, 0.35, 0.14, 0.06, 0.10, 0.08, 0.45));

    /// <summary>As ChestX-ray14: nodules, masses and emphysema each have a label, devices have none. Fewer, other findings.</summary>
    public static FindingLabelSet ChestXray14 { get; } = new("ChestX-ray14",
        [("Emphysema", [ChestFinding.Emphysema]), ("Mass", [ChestFinding.Mass]), ("Nodule", [ChestFinding.Nodule])], hasUncertain: false,
        Prevalences(0.20, 0.13, 0.13, 0.10, 0.24, 0.14, 0.12, 0.16, 0.14, 0.15));

    /// <summary>The columns of a manifest of both.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. CheXpert.Names.Union(ChestXray14.Names).Order(StringComparer.Ordinal)];

    /// <summary>The data set that it resembles.</summary>
    public string Like { get; }

    public IEnumerable<string> Names => labels.Select(label => label.Name);

    public double Prevalence(ChestFinding finding) => prevalences[finding];

    /// <summary>What is written down of an image: 1, 0, or -1 for uncertain.</summary>
    public ImmutableSortedDictionary<string, int?> Of(ChestDisease disease, RandomStream reader)
    {
        ArgumentNullException.ThrowIfNull(disease);
        ArgumentNullException.ThrowIfNull(reader);
        return Case.NoFindings.AddRange(labels.Select(label =>
        {
            bool doubts = reader.NextInt(2) == 0;
            ChestFinding[] there = [.. label.Any.Where(disease.Has)];
            bool faint = hasUncertain && doubts && there.All(finding => disease.Severity(finding) < Faint);
            return KeyValuePair.Create<string, int?>(label.Name, there.Length == 0 ? 0 : faint ? -1 : 1);
        }));
    }

    static Dictionary<ChestFinding, double> Prevalences(params double[] inOrder) =>
        Enum.GetValues<ChestFinding>().Zip(inOrder).ToDictionary(pair => pair.First, pair => pair.Second);
}
