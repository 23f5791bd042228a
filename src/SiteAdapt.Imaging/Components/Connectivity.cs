namespace SiteAdapt.Imaging;

/// <summary>Which voxels touch.</summary>
public enum Connectivity
{
    /// <summary>Those that share a face: 6 neighbours.</summary>
    Faces = 6,

    /// <summary>Those that share at least an edge: 18 neighbours.</summary>
    Edges = 18,

    /// <summary>Those that share at least a corner: 26 neighbours.</summary>
    Corners = 26,
}
