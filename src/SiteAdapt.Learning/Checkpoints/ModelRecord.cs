namespace SiteAdapt.Learning;

/// <summary>What the weights of a run are the weights of, besides what the task says of the network.</summary>
public sealed record ModelRecord;
