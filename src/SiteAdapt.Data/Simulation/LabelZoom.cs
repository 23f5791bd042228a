using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Resampling of a label image: each voxel takes the value that has the largest share there.</summary>
static class LabelZoom
{
    /// <summary>Labels on another size, sampled as <see cref="Resample"/> does; of equal shares the largest value wins, the background last.</summary>
    public static float[] Apply(float[] labels, Size3 from, Size3 to)
    {
        if (from == to) return (float[])labels.Clone();
        var result = new float[to.Count];
        var share = new float[to.Count];
        foreach (float value in labels.Distinct().OrderBy(value => value == 0).ThenByDescending(value => value))
        {
            float[] own = Resample.Zoom(Array.ConvertAll(labels, other => other == value ? 1f : 0f), from, to, Interpolation.Linear, threads: 1);
            for (int i = 0; i < own.Length; i++)
                if (own[i] > share[i]) (result[i], share[i]) = (value, own[i]);
        }
        return result;
    }
}
