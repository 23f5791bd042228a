using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>How a model sees a case, without its label.</summary>
/// <param name="Uncertainty">Mean entropy of the prediction in bits, 0 to 1 (<see cref="PredictiveEntropy"/>).</param>
/// <param name="Features">The deepest features (<see cref="CaseFeatures"/>): the bottleneck's channels of a U-Net, what the heads of a classifier get.</param>
public sealed record CaseReading(Case Case, double Uncertainty, float[] Features)
{
    /// <summary>Euclidean distance of the features.</summary>
    public double DistanceTo(CaseReading other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Features.Length, Features.Length);
        double sum = 0;
        for (int c = 0; c < Features.Length; c++)
        {
            double difference = (double)Features[c] - other.Features[c];
            sum += difference * difference;
        }
        return Math.Sqrt(sum);
    }
}
