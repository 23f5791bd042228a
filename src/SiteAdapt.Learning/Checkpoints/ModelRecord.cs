namespace SiteAdapt.Learning;

/// <summary>What the weights of a run are the weights of, besides what the task says of the network.</summary>
public sealed record ModelRecord
{
    /// <summary>Tuned and frozen copies with gates between them (SpotTUNet); null: the plain network.</summary>
    public GateRecord? Gates { get; init; }
}
