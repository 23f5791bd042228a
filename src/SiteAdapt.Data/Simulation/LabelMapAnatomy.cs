using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A head from a segmented scan. Each label has the MR properties of its tissue, times the ratio of its grey level in the
/// prior table to that tissue's at the centre of all sites: there the table's contrast is reproduced (within
/// <see cref="LowestLevel"/> to <see cref="HighestLevel"/>), elsewhere it changes as the tissue does.
/// </summary>
public sealed class LabelMapAnatomy : IAnatomy
{
    const double LowestLevel = 0.6, HighestLevel = 1.6, CoarsestTexture = 0.15;

    /// <summary>
    /// Share of the table's spread that is texture: the rest is noise, bias and mixed voxels of the scans it was taken from.
    /// </summary>
    const double TextureShare = 0.4;

    /// <summary>Height that is kept below the top of the head, in millimetres: as much as a procedural head has.</summary>
    const float KeptHeight = 216;

    readonly Size3 size;
    readonly byte[] indices;
    readonly InverseAffine inverse;
    readonly Vector3 centre;

    internal LabelMapAnatomy(string subject, string file, Volume labels, LabelPrior prior, long seed)
    {
        Subject = subject;
        size = labels.Grid.Size;
        int[] numbers = [.. labels.Voxels.Distinct().Select(value => (int)value).Where(value => value != 0).Order().Prepend(0)];
        if (numbers.Length > byte.MaxValue + 1 || numbers.Any(number => number < 0))
            throw new InputException($"{file}: has {numbers.Length} labels from {numbers.Min()} to {numbers.Max()}; " +
                "expected up to 256, none negative: is it an intensity image?");
        Labels = MakeLabels(numbers, file, prior, new RandomStream(seed, $"subject/{subject}"));
        if (!Labels.Any(label => label.IsBrain))
            throw new InputException($"{file}: holds no label that the prior table marks as brain; expected a segmented head");
        var index = numbers.Select((number, i) => (number, i)).ToDictionary(pair => pair.number, pair => (byte)pair.i);
        indices = Array.ConvertAll(labels.Voxels, value => index[(int)value]);
        inverse = InverseAffine.Of(labels.Grid.Affine, file);
        (Vector3 low, Vector3 high) = Bounds(labels);
        low.Z = MathF.Max(low.Z, high.Z - KeptHeight);
        centre = (low + high) / 2;
        Extent = (low - centre, high - centre);
    }

    public string Subject { get; }

    public int? Age => null;

    public string Sex => "";

    public IReadOnlyList<AnatomyLabel> Labels { get; }

    /// <summary>The box around all labels, moved to the origin.</summary>
    public (Vector3 Low, Vector3 High) Extent { get; }

    /// <inheritdoc/>
    public int LabelAt(Vector3 world)
    {
        Vector3 at = inverse.Apply(world + centre);
        int x = (int)MathF.Round(at.X), y = (int)MathF.Round(at.Y), z = (int)MathF.Round(at.Z);
        return (uint)x < size.X && (uint)y < size.Y && (uint)z < size.Z ? indices[x + size.X * (y + size.Y * z)] : 0;
    }

    static AnatomyLabel[] MakeLabels(int[] numbers, string file, LabelPrior prior, RandomStream stream)
    {
        // Labels of one class share their person's deviation, so that left and right look alike.
        var deviations = new Dictionary<int, double>();
        return [.. numbers.Select(number => number == 0 ? new AnatomyLabel(Tissue.Air, 1, 0, false) : Make(prior.Of(number, file)))];

        AnatomyLabel Make(LabelPrior.Row row)
        {
            if (!deviations.TryGetValue(row.Class, out double deviation))
                deviations[row.Class] = deviation = Math.Clamp(stream.NextNormal(), -2, 2);
            double relative = row.Mean / prior.White, spread = row.Mean > 0 ? row.MeanSpread / row.Mean : 0;
            Tissue tissue = LabelTissues.Of(row.Label) ?? LabelTissues.Closest(relative, row.IsBrain);
            double level = Math.Clamp(relative / SiteProtocols.Centre.Signals[(int)tissue], LowestLevel, HighestLevel);
            double texture = row.Mean > 0 ? Math.Min(CoarsestTexture, TextureShare * row.Spread / row.Mean) : 0;
            return new AnatomyLabel(tissue, (float)(level * Math.Exp(0.5 * deviation * spread)), (float)texture, row.IsBrain);
        }
    }

    (Vector3 Low, Vector3 High) Bounds(Volume labels)
    {
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        int index = 0;
        for (int z = 0; z < size.Z; z++)
            for (int y = 0; y < size.Y; y++)
                for (int x = 0; x < size.X; x++)
                {
                    if (indices[index++] == 0) continue;
                    Vector3 world = Scanner.World(labels.Grid, x, y, z);
                    (low, high) = (Vector3.Min(low, world), Vector3.Max(high, world));
                }
        return (low - new Vector3(3), high + new Vector3(3));
    }
}
