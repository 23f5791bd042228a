namespace SiteAdapt.Learning;

/// <summary>What the weights of a run are the weights of, besides what the task says of the network.</summary>
public sealed record ModelRecord
{
    /// <summary>Tuned and frozen copies with gates between them (SpotTUNet); null: the plain network.</summary>
    public GateRecord? Gates { get; init; }

    /// <summary>Classification: the run's own head first, then the source model's where the label sets differ. Segmentation: empty.</summary>
    public IReadOnlyList<HeadRecord> Heads { get; init; } = [];

    /// <summary>The head that was trained for a site, else the run's own.</summary>
    public HeadRecord HeadFor(string site) => Heads.FirstOrDefault(head => head.Sites.Contains(site)) ?? Heads[0];
}

/// <summary>A linear layer from the encoder's features to the logits of findings.</summary>
/// <param name="Name">Prefix of its parameters' names.</param>
/// <param name="Sites">Sites whose images go through it.</param>
/// <param name="Findings">What its outputs mean, in their order.</param>
public sealed record HeadRecord(string Name, IReadOnlyList<string> Sites, IReadOnlyList<string> Findings)
{
    /// <summary>The run's own head; torchvision's name.</summary>
    public const string Own = "classifier";

    /// <summary>The head of the source model, kept beside a new one.</summary>
    public const string Source = "source_classifier";

    /// <summary>Whether a parameter is this head's.</summary>
    public bool Has(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        return parameterName.StartsWith(Name + ".", StringComparison.Ordinal);
    }
}
