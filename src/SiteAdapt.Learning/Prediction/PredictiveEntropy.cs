using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>
/// How unsure a model is, in bits: the entropy of its probabilities, 0 where it is sure and 1 where it is a coin (Lewis and Gale 1994, Settles 2009). Over a
/// segment it is the mean over the voxels that the model marks, which goes with the segment's Dice (Mehrtash et al. 2020, "Confidence calibration and
/// predictive uncertainty estimation for deep medical image segmentation", section III-D).
/// </summary>
public static class PredictiveEntropy
{
    /// <summary>Of a yes-or-no prediction: -p log2 p - (1 - p) log2 (1 - p).</summary>
    public static double Of(float probability)
    {
        double p = probability;
        return p is <= 0 or >= 1 ? 0 : -(p * Math.Log2(p)) - ((1 - p) * Math.Log2(1 - p));
    }

    /// <summary>Mean over the voxels of a predicted mask; 1 of an empty one, because a model that does not find the organ is not to be trusted; NaN if any probability is.</summary>
    /// <param name="probabilities">On the mask's grid.</param>
    public static double OfMask(float[] probabilities, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, mask.Voxels.Length);
        double sum = 0;
        long count = 0;
        for (int v = 0; v < probabilities.Length; v++)
        {
            if (float.IsNaN(probabilities[v])) return double.NaN; // also where a NaN has left the mask empty
            if (mask.Voxels[v] == 0) continue;
            sum += Of(probabilities[v]);
            count++;
        }
        return count == 0 ? 1 : sum / count;
    }

    /// <summary>Mean over the findings of an image.</summary>
    public static double OfFindings(IReadOnlyList<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return probabilities.Average(Of);
    }
}
