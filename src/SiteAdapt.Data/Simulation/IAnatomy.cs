using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>One label of an anatomy.</summary>
/// <param name="Tissue">Whose MR properties it has.</param>
/// <param name="Level">Factor on that tissue's signal (1 = the tissue's own); tells labels of one tissue apart.</param>
/// <param name="Texture">Standard deviation of the signal within the label, as a fraction of its mean.</param>
/// <param name="IsBrain">Whether the brain mask holds it.</param>
public sealed record AnatomyLabel(Tissue Tissue, float Level, float Texture, bool IsBrain);

/// <summary>A person's head as a function of space, ready to be imaged at any number of sites.</summary>
public interface IAnatomy
{
    /// <summary>Identifies the person over all sites.</summary>
    string Subject { get; }

    /// <summary>Years, where known.</summary>
    int? Age { get; }

    /// <summary>"F", "M" or empty.</summary>
    string Sex { get; }

    /// <summary>What the values of <see cref="LabelAt"/> mean; 0 is air.</summary>
    IReadOnlyList<AnatomyLabel> Labels { get; }

    /// <summary>World box that holds the head, in millimetres.</summary>
    (Vector3 Low, Vector3 High) Extent { get; }

    /// <summary>Index into <see cref="Labels"/> of what is at a world position in millimetres (RAS+).</summary>
    int LabelAt(Vector3 world);
}
