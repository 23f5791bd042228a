namespace SiteAdapt.Data;

/// <summary>A case as the network sees it: a volume's slices, or the one slice of an image.</summary>
public interface IPreparedCase : ISliceSource
{
    Case Case { get; }
}
